/** What the customer should know of their status, without rendering. */

import { type Status, useSnapshot, useStatus } from "../gates.js";
import { usePlans } from "../hooks.js";
import { useLocale } from "../locale.js";
import { planStatusOf } from "../table/plan-status.js";

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
  severity: "danger" | "warning" | "info";
  text: string;
  /** The plan's key, where it is about one. */
  plan?: string;
  /** When it comes about, RFC 3339; absent where it has. */
  at?: string;
}

/** What the customer should know, the gravest first; empty where all is well. */
export function useCustomerNotices(): Status & { notices: CustomerNotice[] } {
  const { texts, locale } = useLocale();
  const { snapshot } = useSnapshot();
  const status = useStatus();
  const { plans } = usePlans();
  const notices: CustomerNotice[] = [];
  const say = (kind: CustomerNotice["kind"], severity: CustomerNotice["severity"], text: string) =>
    notices.push({ kind, severity, text });

  const { customer, error, reason, stale } = snapshot ?? {};
  if (customer?.suspended) say("suspended", "danger", texts.reasons.suspended);
  if (reason === "clockSuspect" || reason === "tokenExpired")
    say(reason, "danger", texts.reasons[reason]);
  else if (stale) say("stale", "warning", texts.notices.stale);
  else if (reason && error) say("offline", "warning", texts.notices.offline);

  for (const subscription of customer?.subscriptions ?? []) {
    const { kind, at } = planStatusOf(subscription, locale.now);
    if (kind === "active") continue;
    const { plan } = subscription;
    const name = plans?.find(({ key }) => key === plan)?.name ?? plan;
    const text = texts.notices[kind](name, at, locale);
    const severity = kind === "past_due" ? "danger" : kind === "ending" ? "warning" : "info";
    notices.push({ kind, severity, text, plan, at });
  }
  return { ...status, notices };
}
