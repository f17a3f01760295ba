import { rate } from "../format.js";
import { type Given, isSomething, type Line } from "../table/line.js";
import { chargeOf } from "../table/price.js";
import type { PlanView } from "../table/view.js";
import { useTongue, type Voice } from "../tongue.js";
import { Icon } from "./Icon.js";

function amountOf(given: Given, { feature }: Line, { texts, tongue }: Voice): string {
  if (feature.kind !== "meter") return String(given);
  return texts.amount(given === "unlimited" ? given : Number(given ?? 0), feature, tongue);
}

/** `10,000 → 60,000 MB`: the old figure muted and without its unit, the new one marked. */
export function Raise({ line }: { line: Line }) {
  const voice = useTongue();
  const { texts, tongue } = voice;
  const { before } = line;
  const after = <b>{amountOf(line.after, line, voice)}</b>;
  if (!line.benefit || !isSomething(before)) return after;
  return (
    <span className="tollgate-raise tollgate-arrives">
      <span className="tollgate-raise-before">
        {typeof before === "number" ? texts.limit(before, tongue) : amountOf(before, line, voice)}
      </span>
      <Icon name="arrow" className="tollgate-raise-arrow" />
      <span className="tollgate-hidden"> {texts.raised} </span>
      {after}
    </span>
  );
}

/** Where a change comes from and how long it holds: `with BIGDEAL until 21 November 2027`. */
export function changeNote(line: Line, view: PlanView, { texts, tongue }: Voice): string | null {
  if (!line.benefit) return null;
  const { addons, vouchers, until } = line.benefit;
  const codes = vouchers.map(
    (key) => view.quote?.vouchers.find((outcome) => outcome.voucher === key)?.code ?? key,
  );
  const by = texts.withGifts([...(addons.length > 0 ? [texts.addonsGift] : []), ...codes], tongue);
  return until ? `${by} ${texts.until(until, tongue)}` : by;
}

function chargeNote(
  line: Line,
  view: PlanView,
  fallback: string,
  { texts, tongue }: Voice,
): string | null {
  const { price, figures } = view;
  if (!price || line.feature.kind !== "meter") return null;
  const currency = figures?.currency ?? fallback;
  const charge = chargeOf(price, line.feature.key, currency, fallback);
  if (!charge) return null;
  if (charge.unitAmount === null) return texts.byTier;
  const amount = rate(charge.unitAmount, currency, tongue.locale);
  const each = texts.rate(amount, line.feature, charge.size, tongue);
  return charge.byUse ? texts.beyond(each) : texts.includedThen(charge.included, each, tongue);
}

/** One feature in the list of a plan. */
export function LineItem({
  line,
  view,
  fallback,
}: {
  line: Line;
  view: PlanView;
  fallback: string;
}) {
  const voice = useTongue();
  const { texts } = voice;
  const { feature, benefit } = line;
  const isNew = benefit !== null && !isSomething(line.before);
  const note = changeNote(line, view, voice);
  const charge = chargeNote(line, view, fallback, voice);
  const change = benefit ? (isNew ? " is-changed is-new tollgate-arrives" : " is-changed") : "";
  return (
    <li className={`tollgate-line${change}`}>
      <Icon name={isNew ? "plus" : "tick"} />
      <span className="tollgate-line-text">
        {feature.kind === "meter" ? (
          <>
            <Raise line={line} />{" "}
            {texts.metered(feature, typeof line.after === "number" ? line.after : null, line.reset)}
          </>
        ) : feature.kind === "config" ? (
          <>
            {texts.config(feature)} <Raise line={line} />
          </>
        ) : (
          feature.name
        )}
      </span>
      {charge && <span className="tollgate-line-note">{charge}</span>}
      {note && <span className="tollgate-line-note tollgate-arrives">{note}</span>}
    </li>
  );
}
