import { type FormEvent, useId } from "react";
import { useLocale } from "../locale.js";
import type { PlanView, PricingTableState, VoucherFailure } from "../table/view.js";
import type { Texts } from "../texts.js";
import { Icon } from "./Icon.js";

function sentence({ code, reasons }: VoucherFailure, texts: Texts): string {
  switch (code) {
    case "empty":
      return texts.voucherEmpty;
    case "voucher_unknown":
      return texts.voucherUnknown;
    case "too_many_requests":
      return texts.voucherLater;
    default:
      return reasons.map((each) => refusalText(each, texts)).join(" ") || texts.voucherFailed;
  }
}

/** What a refusal says; the edge's own words where it has a code that is newer than this. */
const refusalText = ({ code, detail }: { code: string; detail: string }, texts: Texts) =>
  texts.refusals[code] ?? detail;

const outcomesOf = (code: string | undefined, plans: readonly PlanView[]) =>
  plans.flatMap(({ quote }) => (quote?.vouchers ?? []).filter((outcome) => outcome.code === code));

/** Whether a code does something on any of the plans. */
export const worksOn = (plans: readonly PlanView[], code: string | undefined): boolean =>
  outcomesOf(code, plans).some(({ applied }) => applied);

/** Why a code that can be redeemed does nothing on any of the plans; empty where it does on one. */
function reservations(code: string, plans: readonly PlanView[], texts: Texts): string[] {
  if (worksOn(plans, code)) return [];
  const reasons = outcomesOf(code, plans).flatMap(({ reason }) => reason ?? []);
  return [...new Set(reasons.map((reason) => refusalText(reason, texts)))];
}

/** A field for a code; what it changes is shown where it changes, in the plans. */
export function VoucherField({ voucher, plans }: PricingTableState) {
  const { texts } = useLocale();
  const id = useId();
  const { applied, failure, status } = voucher;
  const current = plans.find((plan) => plan.isCurrent);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (status === "idle") void voucher.apply();
  };
  return (
    <div className="tollgate-voucher">
      <label className="tollgate-field-label" htmlFor={applied ? undefined : id}>
        {texts.voucherLabel}
      </label>
      {applied ? (
        <div className="tollgate-applied tollgate-enter">
          <span>
            <code>{applied.code}</code>
            {applied.name && <span className="tollgate-muted"> {applied.name}</span>}
          </span>
          <button
            type="button"
            aria-label={texts.voucherRemove(applied.code)}
            onClick={voucher.remove}
          >
            <Icon name="cross" />
          </button>
        </div>
      ) : (
        <form onSubmit={submit} noValidate>
          <input
            id={id}
            className="tollgate-input"
            value={voucher.code}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            aria-invalid={failure !== null}
            aria-describedby={`${id}-note`}
            onChange={({ target }) => voucher.type(target.value)}
          />
          <button type="submit" className="tollgate-button" aria-disabled={status !== "idle"}>
            {status === "checking" ? texts.voucherApplying : texts.voucherApply}
          </button>
        </form>
      )}
      <div className="tollgate-voucher-note" id={`${id}-note`} role="status">
        {failure && <p className="tollgate-error">{sentence(failure, texts)}</p>}
        {applied && !failure && (
          <p className="tollgate-hidden">{texts.voucherApplied(applied.code)}</p>
        )}
        {applied &&
          reservations(applied.code, plans, texts).map((reason) => (
            <p key={reason} className="tollgate-muted">
              {reason}
            </p>
          ))}
        {applied && voucher.redeem && current && (
          <button
            type="button"
            className="tollgate-link"
            aria-disabled={status !== "idle"}
            onClick={() => status === "idle" && void voucher.redeem?.()}
          >
            {texts.voucherRedeem(current.plan.name)}
          </button>
        )}
        {!applied && !failure && voucher.redeemed && (
          <p>{texts.voucherRedeemed(voucher.redeemed)}</p>
        )}
      </div>
    </div>
  );
}
