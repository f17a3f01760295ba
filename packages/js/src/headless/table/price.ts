/** Which price of a plan is meant: by period and by currency. */

import type { Component, Interval, Plan, Price, Quote, Scheme } from "@tollgate/js";

/** A billing period that prices are offered for. */
export interface Period {
  /** `month`, `year`, or with a count: `month:3`. */
  key: string;
  interval: Exclude<Interval, "one_time">;
  count: number;
}

const days: Record<Interval, number> = {
  one_time: 0,
  day: 1,
  week: 7,
  month: 30.4375,
  year: 365.25,
};

/** The length of a period in days, on average. */
export function lengthOf(period: Pick<Period, "interval" | "count">): number {
  return days[period.interval] * period.count;
}

/** The period of a price; null for one that is charged once. */
export function periodOf(price: Price): Period | null {
  if (price.interval === "one_time") return null;
  const count = price.intervalCount ?? 1;
  const key = count === 1 ? price.interval : `${price.interval}:${count}`;
  return { key, interval: price.interval, count };
}

/** The periods that any of the plans is sold by, the shortest first. */
export function periodsOf(plans: readonly Pick<Plan, "prices">[]): Period[] {
  const found = new Map<string, Period>();
  for (const price of plans.flatMap((plan) => plan.prices)) {
    const period = periodOf(price);
    if (period) found.set(period.key, period);
  }
  return [...found.values()].sort((a, b) => lengthOf(a) - lengthOf(b));
}

/**
 * The price among these for a period; where it is not sold by that period, its shortest one; null where there is none.
 */
export function priceFor(prices: readonly Price[], period: string | null): Price | null {
  const recurring = prices.flatMap((price) => {
    const each = periodOf(price);
    return each ? [{ price, key: each.key, length: lengthOf(each) }] : [];
  });
  recurring.sort((a, b) => a.length - b.length);
  return (recurring.find(({ key }) => key === period) ?? recurring[0])?.price ?? prices[0] ?? null;
}

/** The price of an add-on beside a plan of that period: of the same period, or charged once; null where it has none. */
export function addonPriceFor(prices: readonly Price[], period: string | null): Price | null {
  const once = prices.find((price) => periodOf(price) === null);
  return prices.find((price) => periodOf(price)?.key === period) ?? once ?? null;
}

interface Amounts {
  amount?: number;
  unitAmount?: string;
  amounts?: Record<string, number | string>;
}

/**
 * An amount in a currency, where it is `stated` in its `own`; null where it has none. As quotes have it, zero in its
 * own is zero in every one.
 */
function amountIn<T extends string | number | null>(
  stated: T,
  others: Record<string, string | number> | undefined,
  currency: string,
  own: string,
): T | null {
  if (currency === own) return stated;
  return (others?.[currency] as T) ?? (Number(stated) === 0 ? stated : null);
}

/**
 * Minor units of one unit of a component or scheme in a currency; null where tiers or a meter decide, or it has none.
 */
export function unitIn(
  part: Component | Scheme,
  currency: string,
  own: string,
): string | number | null {
  const { amount, unitAmount, amounts } = part as Amounts;
  return amountIn(unitAmount ?? amount ?? null, amounts, currency, own);
}

/** One tier of a price, in a currency. */
export interface ChargedTier {
  /** The first unit, counted with those that are included. */
  from: number;
  /** The last unit, counted so; null in the last tier. */
  upTo: number | null;
  /** Minor units of one unit; 0 where the units cost nothing. */
  unitAmount: string | number;
  /** Minor units, once, where the tier is reached. */
  flatAmount: number;
}

/**
 * The tiers of a price: each unit at its own (graduated), or all at the one that the total falls in (volume); of the
 * units that are not included.
 */
export interface ChargedTiers {
  model: "graduated" | "volume";
  tiers: ChargedTier[];
}

/** How the units of a meter are charged by a price; null where they are not. */
export interface Charge {
  /** Units that cost nothing. */
  included: number;
  /** Minor units of one package; null where tiers decide. */
  unitAmount: string | number | null;
  /** The tiers; null where they do not decide, or one has no amount in the currency. */
  tiers: ChargedTiers | null;
  /** Units in a package. */
  size: number;
  /** Whether it is charged by use, in arrears. */
  byUse: boolean;
}

function tiersIn(
  scheme: Component | Scheme,
  included: number,
  currency: string,
  own: string,
): ChargedTiers | null {
  if (!("tiers" in scheme)) return null;
  const tiers: ChargedTier[] = [];
  let from = included + 1;
  for (const tier of scheme.tiers) {
    const unitAmount = amountIn(tier.unitAmount ?? 0, tier.amounts, currency, own);
    const flatAmount = amountIn(tier.flatAmount ?? 0, tier.flatAmounts, currency, own);
    if (unitAmount === null || flatAmount === null) return null;
    const upTo = tier.upTo ? included + tier.upTo : null;
    tiers.push({ from, upTo, unitAmount, flatAmount });
    from = (upTo ?? from) + 1;
  }
  return { model: scheme.model, tiers };
}

/** How a price charges for a meter; without a currency without amounts. */
export function chargeOf(price: Price, meter: string, currency = "", fallback = ""): Charge | null {
  for (const part of price.components) {
    if (!("meter" in part) || part.meter !== meter) continue;
    const scheme = "scheme" in part ? part.scheme : part;
    const own = price.currency ?? fallback;
    const included = part.included ?? 0;
    return {
      included,
      unitAmount: unitIn(scheme, currency, own),
      tiers: tiersIn(scheme, included, currency, own),
      size: "size" in scheme ? scheme.size : 1,
      byUse: part.model === "metered",
    };
  }
  return null;
}

const months = ({ interval, count }: Pick<Period, "interval" | "count">) =>
  count * (interval === "year" ? 12 : interval === "month" ? 1 : days[interval] / days.month);

/**
 * The share that a longer period saves beside a shorter one, before discounts: the largest among the plans; null where
 * none is saved. Quotes are in the order of the plans.
 */
export function savingOf(
  long: Period,
  longQuotes: readonly (Quote | null)[],
  short: Period,
  shortQuotes: readonly (Quote | null)[],
): number | null {
  const shares = longQuotes.map((quote, index) => {
    const other = shortQuotes[index];
    if (!quote || !other || quote.price === other.price || other.recurringSubtotal === 0) return 0;
    return 1 - quote.recurringSubtotal / months(long) / (other.recurringSubtotal / months(short));
  });
  const most = Math.max(0, ...shares);
  return most >= 0.005 ? most : null;
}
