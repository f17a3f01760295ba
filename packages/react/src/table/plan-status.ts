/** The status of the customer's subscription to a plan: what its badge and a notice say. */

import type { CustomerSubscription } from "@tollgate/js";

/** For how long access goes on after a failed payment: 7 days, as the core counts them. */
const graceMillis = 7 * 86_400_000;

export interface PlanStatus {
  /** `ending` is canceled with time left; `scheduled` has not begun. */
  kind: "active" | "trialing" | "past_due" | "ending" | "scheduled";
  /** The instant at which that changes, RFC 3339: the end of the trial, of the grace, of access, or the beginning. */
  at: string;
}

/** Those of some subscriptions that have begun at `now`, in milliseconds. */
export const begun = (subscriptions: readonly CustomerSubscription[], now: number) =>
  subscriptions.filter(({ createdAt }) => Date.parse(createdAt) <= now);

/** The status of a live subscription at `now`, in milliseconds. */
export function planStatusOf(subscription: CustomerSubscription, now: number): PlanStatus {
  const { createdAt, endsAt, status, trialEnd, pastDueSince, currentPeriod } = subscription;
  if (Date.parse(createdAt) > now) return { kind: "scheduled", at: createdAt };
  if (endsAt) return { kind: "ending", at: endsAt };
  if (status === "trialing" && trialEnd && Date.parse(trialEnd) > now)
    return { kind: "trialing", at: trialEnd };
  if (status === "past_due" && pastDueSince) {
    const at = new Date(Date.parse(pastDueSince) + graceMillis).toISOString();
    return { kind: "past_due", at };
  }
  return { kind: "active", at: currentPeriod.end };
}
