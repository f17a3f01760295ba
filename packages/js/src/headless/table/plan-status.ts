/** The status of the customer's subscription to a plan: what its badge and a notice say. */

import type { CustomerSubscription } from "@tollgate/js";

/** As the edge says it. `at` is the instant at which it changes by itself, RFC 3339; null where none is known. */
export type PlanStatus =
  /** `at` is the end of the billing period. */
  | { kind: "active"; at: string }
  /** `ending` is canceled with time left. */
  | { kind: "ending" | "past_due" | "trialing"; at: string }
  /** A change that is not yet in force; `next` is the plan that follows, null where the plan stays. */
  | { kind: "changing"; at: string; next: { plan: string; name: string } | null }
  /** Stopped by wish; `at` is null where no end is set. */
  | { kind: "paused"; at: string | null }
  /** Stopped until it is paid, or a dispute is won. */
  | { kind: "suspended"; at: null; reason: "unpaid" | "disputed" };

/** Whether access comes from a subscription, rather than that it is stopped. */
export const isLive = ({ status }: CustomerSubscription) =>
  status !== "paused" && status !== "suspended";

/** The status of a subscription that has not ended. `nameOf` gives the name of a plan by its key. */
export function planStatusOf(
  subscription: CustomerSubscription,
  nameOf: (plan: string) => string,
): PlanStatus {
  const { status, cancelAt, graceEndsAt, pendingChange, trialEnd } = subscription;
  if (status === "suspended")
    return { kind: status, at: null, reason: subscription.suspendReason ?? "unpaid" };
  if (status === "paused") return { kind: status, at: subscription.resumesAt ?? null };
  const isDue = status === "past_due" && graceEndsAt;
  if (cancelAt && !(isDue && Date.parse(graceEndsAt) < Date.parse(cancelAt)))
    return { kind: "ending", at: cancelAt };
  if (isDue) return { kind: status, at: graceEndsAt };
  if (pendingChange?.at) {
    const { at, plan } = pendingChange;
    const next = plan && plan !== subscription.plan ? { plan, name: nameOf(plan) } : null;
    return { kind: "changing", at, next };
  }
  if (status === "trialing" && trialEnd) return { kind: status, at: trialEnd };
  return { kind: "active", at: subscription.currentPeriod.end };
}
