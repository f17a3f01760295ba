/** Money, counts, periods and dates, written as the reader's language writes them. */

/** Currencies of ISO 4217 whose minor unit is not a hundredth. `Intl` follows common use instead of the standard. */
const exponents: Readonly<Record<number, string>> = {
  0: "bif clp djf gnf isk jpy kmf krw pyg rwf ugx vnd vuv xaf xof xpf",
  3: "bhd iqd jod kwd lyd omr tnd",
  4: "clf",
};

/** Decimals of the minor unit: 2 for USD, 0 for JPY, 3 for KWD. */
export function exponent(currency: string): number {
  const code = currency.toLowerCase();
  for (const [digits, codes] of Object.entries(exponents)) {
    if (codes.includes(code)) return Number(digits);
  }
  return 2;
}

function moneyFormat(amount: number, currency: string, locale: string | undefined) {
  const digits = exponent(currency);
  const whole = amount % 10 ** digits === 0;
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency: currency.toUpperCase(),
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: whole ? 0 : digits,
    maximumFractionDigits: whole ? 0 : digits,
  });
}

/** An amount in minor units: `$49`, `$40.83`, `¥7,400`. Decimals are left out where they are all zero. */
export function money(amount: number, currency: string, locale?: string): string {
  return moneyFormat(amount, currency, locale).format(amount / 10 ** exponent(currency));
}

/** A unit amount in minor units, written as finely as it is: `$12`, `$0.000125`. */
export function rate(unitAmount: string | number, currency: string, locale?: string): string {
  const digits = exponent(currency);
  const amount = Number(unitAmount);
  if (Number.isInteger(amount)) return money(amount, currency, locale);
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency: currency.toUpperCase(),
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits + 12,
  }).format(amount / 10 ** digits);
}

/** One piece of a written amount. */
export interface MoneyPart {
  /** `currency`, `integer`, `fraction`; everything else is `literal`. */
  type: "currency" | "integer" | "fraction" | "literal";
  value: string;
}

/** The pieces of {@link money}, in the order in which they are written. */
export function moneyParts(amount: number, currency: string, locale?: string): MoneyPart[] {
  const parts: MoneyPart[] = [];
  const written = moneyFormat(amount, currency, locale).formatToParts(
    amount / 10 ** exponent(currency),
  );
  for (const { type, value } of written) {
    const kind =
      type === "decimal"
        ? "fraction"
        : type === "currency" || type === "fraction" || type === "literal"
          ? type
          : "integer";
    const last = parts.at(-1);
    if (last?.type === kind) last.value += value;
    else parts.push({ type: kind, value });
  }
  return parts;
}

/** A count: `10,000`. */
export function count(units: number, locale?: string): string {
  return new Intl.NumberFormat(locale).format(units);
}

/** A share of 1 as a percentage: `17%`. */
export function percent(share: number, locale?: string): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(
    share,
  );
}

/** A length of time in words: `1 year`, `14 days`. */
export function span(
  units: number,
  unit: "day" | "week" | "month" | "year",
  locale?: string,
): string {
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(units);
}

/**
 * A day: `1 Dec`, with the year where it is not that of `now`.
 *
 * In UTC, as periods are counted, so that a server and a browser write the same.
 */
export function day(at: string, now: number, locale?: string): string {
  const date = new Date(at);
  const sameYear = date.getUTCFullYear() === new Date(now).getUTCFullYear();
  return new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    ...(sameYear ? {} : { year: "numeric" }),
    timeZone: "UTC",
  }).format(date);
}
