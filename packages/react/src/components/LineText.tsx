import {
  chargeOf,
  type FeatureValue,
  isSomething,
  type Line,
  type PlanView,
} from "@tollgate/js/headless";
import { rate } from "../format.js";
import { type Localization, useLocale } from "../locale.js";
import { Icon } from "./Icon.js";

function amountOf(given: FeatureValue, { feature }: Line, { texts, locale }: Localization): string {
  if (feature.kind !== "meter") return String(given);
  return texts.amount(given === "unlimited" ? given : Number(given ?? 0), feature, locale);
}

/** `10,000 → 60,000 MB`: the old figure muted and without its unit, the new one marked. */
export function Raise({ line }: { line: Line }) {
  const localization = useLocale();
  const { texts, locale } = localization;
  const { before } = line;
  const amount = amountOf(line.after, line, localization);
  const after = <b>{line.isMost ? texts.atMost(amount) : amount}</b>;
  if (!line.benefit || !isSomething(before)) return after;
  return (
    <span className="tollgate-raise tollgate-enter">
      <span className="tollgate-raise-before">
        {typeof before === "number"
          ? texts.limit(before, locale)
          : amountOf(before, line, localization)}
      </span>
      <Icon name="arrow" className="tollgate-raise-arrow" />
      <span className="tollgate-hidden"> {texts.raised} </span>
      {after}
    </span>
  );
}

/** Where a change comes from and how long it holds: `with BIGDEAL until 21 November 2027`. */
export function changeNote(
  line: Line,
  view: PlanView,
  { texts, locale }: Localization,
): string | null {
  if (!line.benefit) return null;
  const { addons, vouchers, until } = line.benefit;
  const codes = vouchers.map(
    (key) => view.quote?.vouchers.find((outcome) => outcome.voucher === key)?.code ?? key,
  );
  const by = texts.changedBy(
    [...(addons.length > 0 ? [texts.changedByAddons] : []), ...codes],
    locale,
  );
  return until ? `${by} ${texts.until(until, locale)}` : by;
}

function chargeNote(
  line: Line,
  view: PlanView,
  fallback: string,
  { texts, locale }: Localization,
): string | null {
  const { price, priceSummary } = view;
  if (!price || line.feature.kind !== "meter") return null;
  const currency = priceSummary?.currency ?? fallback;
  const charge = chargeOf(price, line.feature.key, currency, fallback);
  if (!charge) return null;
  const { tiers } = charge;
  if (tiers) {
    const written = tiers.tiers.map(({ from, upTo, unitAmount, flatAmount }) => ({
      from,
      upTo,
      rate: Number(unitAmount) === 0 ? null : rate(unitAmount, currency, locale.tag),
      fee: flatAmount === 0 ? null : rate(flatAmount, currency, locale.tag),
    }));
    const all = texts.byTier(written, tiers.model, locale);
    return texts.includedThen(charge.included, all, locale);
  }
  if (charge.unitAmount === null) return null;
  const amount = rate(charge.unitAmount, currency, locale.tag);
  const each = texts.rate(amount, line.feature, charge.size, locale);
  return charge.byUse ? texts.beyond(each) : texts.includedThen(charge.included, each, locale);
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
  const localization = useLocale();
  const { texts } = localization;
  const { feature, benefit } = line;
  const isNew = benefit !== null && !isSomething(line.before);
  const note = changeNote(line, view, localization);
  const charge = chargeNote(line, view, fallback, localization);
  const change = benefit ? (isNew ? " is-changed is-new tollgate-enter" : " is-changed") : "";
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
      {note && <span className="tollgate-line-note tollgate-enter">{note}</span>}
    </li>
  );
}
