/** What the customer should know of their status. */

import type { ClientStore } from "./client.js";
import { type Status, statusOf } from "./gates.js";
import { derive, type Store } from "./store.js";
import { isLive, type PlanStatus, planStatusOf } from "./table/plan-status.js";

/** One thing that the customer should know: of access as a whole, or of one plan. */
export type Notice = {
  /** Whether access is lost or about to be (danger), ends or rests by wish (warning), or neither. */
  severity: "danger" | "warning" | "info";
} & (
  | { kind: "suspended" | "clockSuspect" | "tokenExpired" | "offline" | "stale" }
  | (Exclude<PlanStatus, { kind: "active" }> & {
      /** The plan's key. */
      plan: string;
      /** Its name in the catalogue; its key until that is known. */
      name: string;
    })
);

export interface NoticesState extends Status {
  /** The gravest first; empty where all is well. */
  notices: Notice[];
}

const severityOf = (kind: PlanStatus["kind"]): Notice["severity"] =>
  ["suspended", "past_due"].includes(kind)
    ? "danger"
    : ["paused", "ending"].includes(kind)
      ? "warning"
      : "info";

/** What the customer should know. */
export function createNotices(client: ClientStore): Store<NoticesState> {
  return derive([client, client.pricing], (state, { data }) => {
    const notices: Notice[] = [];
    const { customer, error, reason, stale } = state.snapshot ?? {};
    const subscriptions = customer?.subscriptions ?? [];
    // Where a plan is stopped, its own notice says why.
    if (customer?.suspended && subscriptions.every(isLive))
      notices.push({ kind: "suspended", severity: "danger" });
    if (reason === "clockSuspect" || reason === "tokenExpired")
      notices.push({ kind: reason, severity: "danger" });
    else if (stale) notices.push({ kind: "stale", severity: "warning" });
    else if (reason && error) notices.push({ kind: "offline", severity: "warning" });

    const nameOf = (plan: string) => data?.plans.find(({ key }) => key === plan)?.name ?? plan;
    for (const subscription of subscriptions) {
      const status = planStatusOf(subscription, nameOf);
      if (status.kind === "active") continue;
      const { plan } = subscription;
      notices.push({
        ...status,
        severity: severityOf(status.kind),
        plan,
        name: nameOf(plan),
      });
    }
    const gravestFirst = (["danger", "warning", "info"] as const).flatMap((each) =>
      notices.filter(({ severity }) => severity === each),
    );
    return { ...statusOf(state), notices: gravestFirst };
  });
}
