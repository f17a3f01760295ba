import { moneyParts } from "../format.js";
import { useLocale } from "../locale.js";
import type { Period } from "../table/price.js";

interface Props {
  /** Minor units. */
  amount: number;
  /** The amount it replaces, struck out; null for none. */
  before: number | null;
  currency: string;
  /** How often; null for once or never. */
  period: Pick<Period, "interval" | "count"> | null;
}

/** From how many signs on an amount is written smaller, and with it those of the plans beside it. */
const long = 8;

/** A price: the sign small and raised, an old price struck out beside the new one, the interval muted below. */
export function PriceTag({ amount, before, currency, period }: Props) {
  const { texts, locale, money } = useLocale();
  const parts = moneyParts(amount, currency, locale.tag);
  const signs = parts.reduce(
    (sum, { type, value }) => sum + (type === "currency" ? 0 : value.length),
    0,
  );
  return (
    <p className={`tollgate-price${signs > long ? " is-long" : ""}`}>
      <span
        key={amount}
        className={`tollgate-price-amount${before === null ? "" : " tollgate-enter"}`}
      >
        {parts.map((part) => (
          <span key={part.type} className={`is-${part.type}`}>
            {part.value}
          </span>
        ))}
      </span>
      {before !== null && (
        <s className="tollgate-price-before tollgate-enter">
          <span className="tollgate-hidden">{texts.before("")}</span>
          {money(before, currency)}
        </s>
      )}
      {period && <span className="tollgate-price-period">{texts.perPeriod(period, locale)}</span>}
    </p>
  );
}
