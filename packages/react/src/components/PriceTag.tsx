import { moneyParts } from "../format.js";
import type { Period } from "../table/price.js";
import { useTongue } from "../tongue.js";

interface Props {
  /** Minor units. */
  amount: number;
  /** The amount it replaces, struck out; null for none. */
  before: number | null;
  currency: string;
  /** How often; null for once or never. */
  period: Pick<Period, "interval" | "count"> | null;
}

/** A price: the sign small and raised, the interval muted, an old price struck out beside the new one. */
export function PriceTag({ amount, before, currency, period }: Props) {
  const { texts, tongue, money } = useTongue();
  const parts = moneyParts(amount, currency, tongue.locale);
  return (
    <p className="tollgate-price">
      <span
        key={amount}
        className={`tollgate-price-amount${before === null ? "" : " tollgate-arrives"}`}
      >
        {parts.map((part) => (
          <span key={part.type} className={`is-${part.type}`}>
            {part.value}
          </span>
        ))}
      </span>
      {before !== null && (
        <s className="tollgate-price-before tollgate-arrives">
          <span className="tollgate-hidden">{texts.before("")}</span>
          {money(before, currency)}
        </s>
      )}
      {period && <span className="tollgate-price-period">{texts.perPeriod(period, tongue)}</span>}
    </p>
  );
}
