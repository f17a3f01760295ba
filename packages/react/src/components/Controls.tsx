import type { PricingTableState, QuantityInputView } from "@tollgate/js/headless";
import { useId } from "react";
import { useLocale } from "../locale.js";
import { Stepper } from "./Stepper.js";

/** Monthly or yearly, with what the longer one saves. */
export function PeriodSwitch({ periods, period, setPeriod }: PricingTableState) {
  const { texts, locale } = useLocale();
  const name = useId();
  if (periods.length < 2) return <span />;
  return (
    <fieldset className="tollgate-segments">
      <legend className="tollgate-hidden">{texts.billing}</legend>
      {periods.map(({ period: each, saving }) => (
        <label key={each.key} className="tollgate-segment">
          <input
            type="radio"
            name={name}
            checked={each.key === period}
            onChange={() => setPeriod(each.key)}
          />
          {texts.period(each, locale)}
          {saving !== null && <small>{texts.saving(saving, locale)}</small>}
        </label>
      ))}
    </fieldset>
  );
}

/** The currencies that the prices have amounts for. */
export function CurrencySwitch({ currencies, currency, setCurrency }: PricingTableState) {
  const { texts } = useLocale();
  if (currencies.length < 2) return null;
  return (
    <label className="tollgate-currency">
      <span className="tollgate-muted">{texts.currency}</span>
      <select value={currency} onChange={({ target }) => setCurrency(target.value)}>
        {currencies.map((code) => (
          <option key={code} value={code}>
            {code.toUpperCase()}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Seats or expected usage: a slider for a quick look, a number for an exact one. */
export function QuantityInput({ input }: { input: QuantityInputView }) {
  const { texts } = useLocale();
  const id = useId();
  const name = texts.quantity(input.feature, input.kind);
  return (
    <div className="tollgate-quantity">
      <label className="tollgate-field-label" htmlFor={id}>
        {name}
      </label>
      <input
        type="range"
        aria-label={name}
        min={input.least}
        max={Math.max(input.most, input.value)}
        step={input.step}
        value={input.value}
        onChange={({ target }) => input.set(target.valueAsNumber)}
      />
      <Stepper
        id={id}
        name={name}
        value={input.value}
        least={input.least}
        most={input.limit ?? undefined}
        step={input.step}
        onChange={input.set}
      />
    </div>
  );
}
