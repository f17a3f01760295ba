/** The customers of the gallery: one for each status. */

import type { CustomerSubscription, Redemption, RefusalCode } from "@tollgate/js";
import { recordings } from "./recordings.js";
import type { Claims, Compact } from "./token.js";

const day = 86_400_000;

/** The instant so many days from now, at noon. */
export function at(days: number): string {
  const noon = new Date(Date.now() + days * day);
  noon.setUTCHours(12, 0, 0, 0);
  return noon.toISOString().replace(".000Z", "Z");
}

/** What the edge says of a customer, and what it signs. */
export interface Customer extends Claims {
  subscriptions: CustomerSubscription[];
  trials: string[];
  redemptions: Redemption[];
}

const resets = Date.now() + 12 * day;

/** What a token says of the features of the usual catalogue, by plan. */
const brings: Record<string, Compact> = {
  starter: {
    "api-calls": { k: "m", l: 1000, u: 640, h: 1, r: resets },
    seats: { k: "m", l: 2, u: 1, h: 1 },
    analytics: { v: false },
    sso: { v: false },
    support: { k: "c", v: "community" },
    "beta-dashboard": { k: "f", v: false },
  },
  pro: {
    "api-calls": { k: "m", l: 10_000, u: 3200, m: 20_000, r: resets },
    seats: { k: "m", l: 25, u: 5, h: 1 },
    analytics: {},
    sso: { v: false },
    support: { k: "c", v: "email" },
    "beta-dashboard": { k: "f", v: false },
  },
  business: {
    "api-calls": { k: "m", l: 250_000, u: 187_250, m: 500_000, r: resets },
    seats: { k: "m", u: 38 },
    analytics: {},
    sso: { v: false },
    support: { k: "c", v: "priority" },
    "beta-dashboard": { k: "f", v: false },
  },
};

export function subscription(
  plan: string,
  more: Partial<CustomerSubscription> = {},
): CustomerSubscription {
  return {
    id: `sub_${plan}`,
    plan,
    planVersion: 1,
    group: "default",
    ...(plan === "starter" ? {} : { price: `${plan}-monthly`, currency: "usd" }),
    quantities: plan === "starter" ? {} : { seats: 5 },
    addons: {},
    status: "active",
    createdAt: at(-80),
    anchor: at(-80),
    interval: "month",
    intervalCount: 1,
    currentPeriod: { start: at(-19), end: at(12) },
    ...more,
  };
}

/** A customer on a plan. */
export function on(plan: string, more: Partial<CustomerSubscription> = {}): Customer {
  return {
    customer: "harbour-lab",
    plans: [plan],
    entitlements: brings[plan] ?? {},
    subscriptions: [subscription(plan, more)],
    trials: more.trialEnd ? ["default"] : [],
    redemptions: [],
  };
}

/** The same with some entitlements changed. */
export function having(customer: Customer, entitlements: Compact): Customer {
  return { ...customer, entitlements: { ...customer.entitlements, ...entitlements } };
}

/** The same, having redeemed a code of the usual catalogue some days ago. */
export function redeemed(customer: Customer, code: string): Customer {
  const preview = recordings.usual.vouchers[code];
  if (!preview) throw new Error(`the usual catalogue has no code ${code}`);
  const redemption: Redemption = {
    id: `red_${preview.voucher.key}`,
    voucher: preview.voucher.key,
    code,
    effects: preview.voucher.effects,
    redeemedAt: at(-20),
    expiresAt: at(345),
  };
  return { ...customer, redemptions: [redemption] };
}

/** On the way down: from Business to Pro at the period's end. */
export const moving: Customer = on("business", {
  pendingChange: {
    plan: "pro",
    price: "pro-monthly",
    quantities: {},
    addons: {},
    catalogVersion: 1,
    at: at(12),
    reason: "downgrade",
  },
});

/** Canceled, with time left. */
export const ending: Customer = on("pro", { cancelAt: at(12), cancelReason: "requested" });

/** The last payment failed, and some days are left. */
export const pastDue: Customer = on("pro", {
  status: "past_due",
  graceEndsAt: at(5),
  graceThen: "suspend",
});

/** Somebody whose plan is stopped: nothing may be used. */
const stopped = (more: Partial<CustomerSubscription>): Customer => ({
  ...on("pro", more),
  plans: [],
  entitlements: { "api-calls": { k: "m", l: 0, u: 3200, h: 1 }, analytics: { v: false } },
  suspended: true,
});

/** Paused for some weeks. */
export const paused: Customer = stopped({
  status: "paused",
  pausedAt: at(-3),
  resumesAt: at(27),
});

/** Access has ended for want of payment. */
export const suspended: Customer = stopped({ status: "suspended", suspendReason: "unpaid" });

/** A payment is disputed. */
export const disputed: Customer = stopped({ status: "suspended", suspendReason: "disputed" });

/** Signed in, and without a plan. */
export const newcomer: Customer = { ...on("starter"), plans: [], subscriptions: [] };

/** Every reason for which the edge refuses a code; the code that gets it is the same in capitals. */
export const refusals: RefusalCode[] = [
  "used_up",
  "expired",
  "not_started",
  "archived",
  "already_redeemed",
  "not_first_purchase",
  "not_for_customer",
  "wrong_plan",
  "minimum_amount",
  "currency_unavailable",
  "nothing_discounted",
  "does_not_stack",
  "duplicate",
  "discount_ended",
];
