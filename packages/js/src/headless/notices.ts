/** What the customer should know of their status. */

import type { ClientStore } from "./client.js";
import { type Status, statusOf } from "./gates.js";
import { derive, type Store } from "./store.js";
import { type PlanStatus, planStatusOf } from "./table/plan-status.js";

/** One thing that the customer should know: of access as a whole, or of one plan. */
export type Notice = {
  /** Whether access is lost, in danger, or neither. */
  severity: "danger" | "warning" | "info";
} & (
  | { kind: "suspended" | "clockSuspect" | "tokenExpired" | "offline" | "stale" }
  | {
      kind: Exclude<PlanStatus["kind"], "active">;
      /** The plan's key. */
      plan: string;
      /** Its name in the catalogue; its key until that is known. */
      name: string;
      /** When it comes about, RFC 3339. */
      at: string;
    }
);

export interface NoticesState extends Status {
  /** The gravest first; empty where all is well. */
  notices: Notice[];
}

/** What the customer should know. */
export function createNotices(client: ClientStore): Store<NoticesState> {
  return derive([client, client.pricing], (state, { data }) => {
    const notices: Notice[] = [];
    const { customer, error, reason, stale } = state.snapshot ?? {};
    if (customer?.suspended) notices.push({ kind: "suspended", severity: "danger" });
    if (reason === "clockSuspect" || reason === "tokenExpired")
      notices.push({ kind: reason, severity: "danger" });
    else if (stale) notices.push({ kind: "stale", severity: "warning" });
    else if (reason && error) notices.push({ kind: "offline", severity: "warning" });

    for (const subscription of customer?.subscriptions ?? []) {
      const { kind, at } = planStatusOf(subscription, client.now);
      if (kind === "active") continue;
      const { plan } = subscription;
      const name = data?.plans.find(({ key }) => key === plan)?.name ?? plan;
      const severity = kind === "past_due" ? "danger" : kind === "ending" ? "warning" : "info";
      notices.push({ kind, severity, plan, name, at });
    }
    return { ...statusOf(state), notices };
  });
}
