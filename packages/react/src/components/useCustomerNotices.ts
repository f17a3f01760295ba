/** What the customer should know of how they stand, and nothing to see. */

import { type Standing, useSnapshot, useStanding } from "../gates.js";
import { usePlans } from "../hooks.js";
import { standingOf } from "../table/standing.js";
import { useTongue } from "../tongue.js";

/** One thing that the customer should know. */
export interface CustomerNotice {
  kind:
    | "suspended"
    | "clockSuspect"
    | "tokenExpired"
    | "offline"
    | "stale"
    | "past_due"
    | "ending"
    | "scheduled"
    | "trialing";
  /** Whether access is lost, in danger, or neither. */
  weight: "danger" | "warning" | "calm";
  text: string;
  /** The plan's key, where it is about one. */
  plan?: string;
  /** When it comes about, RFC 3339; absent where it has. */
  at?: string;
}

/** What the customer should know, the gravest first; empty where all is well. */
export function useCustomerNotices(): Standing & { notices: CustomerNotice[] } {
  const { texts, tongue } = useTongue();
  const { snapshot } = useSnapshot();
  const standing = useStanding();
  const { plans } = usePlans();
  const notices: CustomerNotice[] = [];
  const say = (kind: CustomerNotice["kind"], weight: CustomerNotice["weight"], text: string) =>
    notices.push({ kind, weight, text });

  const { customer, error, reason, stale } = snapshot ?? {};
  if (customer?.suspended) say("suspended", "danger", texts.reasons.suspended);
  if (reason === "clockSuspect" || reason === "tokenExpired")
    say(reason, "danger", texts.reasons[reason]);
  else if (stale) say("stale", "warning", texts.notices.stale);
  else if (reason && error) say("offline", "warning", texts.notices.offline);

  for (const subscription of customer?.subscriptions ?? []) {
    const { kind, at } = standingOf(subscription, tongue.now);
    if (kind === "active") continue;
    const { plan } = subscription;
    const name = plans?.find(({ key }) => key === plan)?.name ?? plan;
    const text = texts.notices[kind](name, at, tongue);
    const weight = kind === "past_due" ? "danger" : kind === "ending" ? "warning" : "calm";
    notices.push({ kind, weight, text, plan, at });
  }
  return { ...standing, notices };
}
