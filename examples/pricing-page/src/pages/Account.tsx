import { useCustomer, usePlans, useTollgate } from "@tollgate/react";
import { useEffect, useState } from "react";
import { type Explained, useBackend } from "../backend.js";

const number = new Intl.NumberFormat("en");
const date = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" });
const dayOf = (at: string) => date.format(new Date(at));

function worth({ kind, value, limit, used }: Explained): string {
  if (kind === "meter") {
    if (limit === null || limit === undefined) return "None";
    const most = typeof limit === "number" ? number.format(limit) : limit;
    return `${number.format(used ?? 0)} of ${most}`;
  }
  if (kind === "config") return value === null || value === undefined ? "None" : String(value);
  return value ? "On" : "Off";
}

function Entitlements() {
  const backend = useBackend();
  const { plans, features } = usePlans();
  const { version } = useTollgate();
  const [found, setFound] = useState<Record<string, Explained> | null>(null);
  const [failed, setFailed] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` says when to ask again
  useEffect(() => {
    let gone = false;
    backend.explain().then(
      ({ entitlements }) => !gone && setFound(entitlements),
      () => !gone && setFailed(true),
    );
    return () => {
      gone = true;
    };
  }, [backend, version]);

  if (failed)
    return (
      <p className="failure">The entitlements could not be loaded. Reload the page to try again.</p>
    );
  if (!found || !plans) return <p className="muted">Loading</p>;
  return (
    <dl className="facts">
      {features.map(({ key, name }) => {
        const entitlement = found[key];
        if (!entitlement) return null;
        return (
          <div key={key} data-feature={key}>
            <dt>{name}</dt>
            <dd>
              <b>{worth(entitlement)}</b>
              {entitlement.explanation && <p className="muted">{entitlement.explanation}</p>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Subscriptions() {
  const { customer } = useCustomer();
  const { plans } = usePlans();
  const nameOf = (key: string) => plans?.find((plan) => plan.key === key)?.name ?? key;
  if (!customer) return <p className="muted">Loading</p>;
  if (customer.subscriptions.length === 0) return <p className="muted">No subscription yet.</p>;
  return (
    <ul className="cards">
      {customer.subscriptions.map((subscription) => (
        <li key={subscription.id}>
          <b>{nameOf(subscription.plan)}</b>
          <p className="muted">
            {subscription.status}
            {subscription.trialEnd && `, trial until ${dayOf(subscription.trialEnd)}`}
            {subscription.pendingChange?.at &&
              `, changes to ${nameOf(subscription.pendingChange.plan ?? subscription.plan)} on ${dayOf(subscription.pendingChange.at)}`}
            {subscription.cancelAt && `, ends on ${dayOf(subscription.cancelAt)}`}
            {subscription.graceEndsAt && `, payment due by ${dayOf(subscription.graceEndsAt)}`}
            {subscription.resumesAt && `, resumes on ${dayOf(subscription.resumesAt)}`}
            {`, current period ${dayOf(subscription.currentPeriod.start)} to ${dayOf(subscription.currentPeriod.end)}`}
          </p>
          <p className="muted">
            {[
              ...Object.entries(subscription.quantities ?? {}).map(
                ([key, units]) => `${units} ${key}`,
              ),
              ...Object.entries(subscription.addons ?? {}).map(
                ([key, units]) => `${units} × ${key}`,
              ),
            ].join(", ")}
          </p>
        </li>
      ))}
    </ul>
  );
}

function Redemptions() {
  const { customer } = useCustomer();
  if (!customer) return <p className="muted">Loading</p>;
  if (customer.redemptions.length === 0) {
    return (
      <p className="muted">
        None yet. There are codes to try on the <a href="#/pricing">pricing page</a>.
      </p>
    );
  }
  return (
    <ul className="cards">
      {customer.redemptions.map(({ id, code, redeemedAt }) => (
        <li key={id}>
          <b>{code}</b>
          <p className="muted">Redeemed on {dayOf(redeemedAt)}</p>
        </li>
      ))}
    </ul>
  );
}

/** What the customer has, and where each piece of it comes from. */
export function Account() {
  const { customer } = useCustomer();
  return (
    <>
      <header className="page-head">
        <h1>Account</h1>
        <p className="muted">{customer?.name ?? customer?.id}</p>
      </header>
      <div className="account">
        <section aria-labelledby="entitlements">
          <h2 id="entitlements">Entitlements</h2>
          <Entitlements />
        </section>
        <aside>
          <section aria-labelledby="subscriptions">
            <h2 id="subscriptions">Subscription</h2>
            <Subscriptions />
          </section>
          <section aria-labelledby="redemptions">
            <h2 id="redemptions">Vouchers</h2>
            <Redemptions />
          </section>
        </aside>
      </div>
    </>
  );
}
