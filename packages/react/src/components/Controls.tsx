import { useId } from "react";
import type { KnobView, PricingTableState } from "../table/view.js";
import { useTongue } from "../tongue.js";
import { Stepper } from "./Stepper.js";

/** Monthly or yearly, with what the longer one saves. */
export function PeriodSwitch({ periods, period, setPeriod }: PricingTableState) {
  const { texts, tongue } = useTongue();
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
          {texts.period(each, tongue)}
          {saving !== null && <small>{texts.saving(saving, tongue)}</small>}
        </label>
      ))}
    </fieldset>
  );
}

/** The currencies that the prices have amounts for. */
export function CurrencySwitch({ currencies, currency, setCurrency }: PricingTableState) {
  const { texts } = useTongue();
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
export function Knob({ knob }: { knob: KnobView }) {
  const { texts } = useTongue();
  const id = useId();
  const name = texts.knob(knob.feature, knob.kind);
  return (
    <div className="tollgate-knob">
      <label className="tollgate-field-label" htmlFor={id}>
        {name}
      </label>
      <input
        type="range"
        aria-label={name}
        min={knob.least}
        max={Math.max(knob.most, knob.value)}
        step={knob.step}
        value={knob.value}
        onChange={({ target }) => knob.set(target.valueAsNumber)}
      />
      <Stepper
        id={id}
        name={name}
        value={knob.value}
        least={knob.least}
        step={knob.step}
        onChange={knob.set}
      />
    </div>
  );
}
