/** Every text that the components show, in one object. Each can be replaced. */

import type { Feature, Interval, Limit, Reason, RefusalCode, Scenario } from "@tollgate/js";
import type { PlanStatus } from "@tollgate/js/headless";
import { count, day, percent, span } from "./format.js";

/** What texts are written with. */
export interface Locale {
  /** A BCP 47 language tag; the reader's own where there is none. */
  tag: string | undefined;
  /** Milliseconds since 1970: decides whether a date needs its year. */
  now: number;
}

type Recurring = { interval: Interval; count: number };

/** `day`, `month`, or with a count: `3 months`. */
const length = ({ interval, count: each }: Recurring, locale: Locale) =>
  interval === "one_time" ? "once" : each === 1 ? interval : span(each, interval, locale.tag);

const each = (period: Recurring, locale: Locale) =>
  period.interval === "one_time" ? "Once" : `Every ${length(period, locale)}`;

const on = (at: string, { now, tag }: Locale) => day(at, now, tag);
/** One tier of a price, its amounts written. */
export interface TierText {
  /** The first unit, counted with those that are included. */
  from: number;
  /** The last unit, counted so; null in the last tier. */
  upTo: number | null;
  /** What one unit costs; null where it costs nothing. */
  rate: string | null;
  /** What is charged once where the tier is reached; null where nothing is. */
  fee: string | null;
}

const written = (units: number, { tag }: Locale) => count(units, tag);

/** The unit in the number that `units` asks for; an abbreviation such as `MB` has no plural. */
function counted(units: number, unit: string): string {
  return units === 1 || unit !== unit.toLowerCase() ? unit : `${unit}s`;
}

const lowerFirst = (text: string) =>
  /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

/** Whether the feature's name already says the unit: `API calls` and `call`. */
function namesUnit(feature: Feature): boolean {
  if (feature.kind !== "meter" || !feature.unit) return true;
  return feature.name.toLowerCase().replace(/s$/, "").endsWith(feature.unit.toLowerCase());
}

/** The English texts. */
export const texts = {
  /** Of the whole table, for a screen reader. */
  plans: "Plans",
  loading: "Loading plans",
  empty: "No plans are for sale at the moment.",
  failed: "The plans could not be loaded. Check your connection, then try again.",
  retry: "Try again",

  period: (period: Recurring, locale: Locale) =>
    period.count === 1 && period.interval !== "one_time"
      ? { day: "Daily", week: "Weekly", month: "Monthly", year: "Yearly" }[period.interval]
      : each(period, locale),
  billing: "Billing period",
  saving: (share: number, locale: Locale) => `save ${percent(share, locale.tag)}`,
  currency: "Currency",

  perPeriod: (period: Recurring, locale: Locale) =>
    period.interval === "one_time" ? "once" : `per ${length(period, locale)}`,
  free: "Free",
  onRequest: "On request",
  before: (amount: string) => `Before: ${amount}`,
  monthly: (amount: string) => `${amount} a month, billed yearly`,
  trial: (days: number, card: boolean, locale: Locale) =>
    `First ${span(days, "day", locale.tag)} free${card ? ", card needed" : ""}`,
  thenFull: (amount: string, after: string) => `${after}, then ${amount}`,
  /** For how many billing periods a discount holds. */
  discountPeriods: (periods: number, period: Recurring, locale: Locale) =>
    `First ${length({ ...period, count: periods * period.count }, locale)}`,
  onceToday: (amount: string) => `plus ${amount} once`,
  usageEstimate: (amount: string) => `plus about ${amount} for usage, at the period’s end`,

  breakdown: "How this adds up",
  lineItem: "Item",
  lineAmount: "Amount",
  dueNow: "Due today",
  everyPeriod: each,
  tax: "Before tax.",

  /** The badge of a plan that the customer has. */
  planStatus: (status: PlanStatus, locale: Locale): string => {
    const day = status.at && on(status.at, locale);
    switch (status.kind) {
      case "active":
        return "Current plan";
      case "trialing":
        return `Trial until ${day}`;
      case "past_due":
        return `Payment due by ${day}`;
      case "ending":
        return `Ends on ${day}`;
      case "changing":
        return `Changes ${status.next ? `to ${status.next.name} ` : ""}on ${day}`;
      case "paused":
        return day ? `Paused until ${day}` : "Paused";
      case "suspended":
        return `Suspended: ${status.reason === "disputed" ? "payment disputed" : "not paid"}`;
    }
  },
  everythingIn: (plan: string) => `Everything in ${plan}, and`,
  includes: "Includes",
  same: (plan: string) => `Everything in ${plan}.`,

  limit: (limit: Limit, locale: Locale) =>
    limit === "unlimited" ? "Unlimited" : written(limit, locale),
  /** A limit with its unit, where the feature's name does not say it: `500 MB`. */
  amount: (limit: Limit, feature: Feature, locale: Locale): string =>
    namesUnit(feature) ? texts.limit(limit, locale) : texts.units(limit, feature, locale),
  /** A limit with its unit in any case: `60,000 calls`. */
  units: (limit: Limit, feature: Feature, locale: Locale): string => {
    const amount = texts.limit(limit, locale);
    const unit = limit !== "unlimited" && feature.kind === "meter" && feature.unit;
    return unit ? `${amount} ${counted(limit, unit)}` : amount;
  },
  /** The most units that can be bought: `Up to 25`. */
  atMost: (amount: string) => `Up to ${amount}`,
  /** What an amount is of: `API calls a month`. */
  metered: (feature: Feature, limit: Limit | null, reset: string | null) => {
    const one = limit === 1 && feature.kind === "meter" && feature.unit;
    const name = one && namesUnit(feature) ? feature.name.replace(/s$/, "") : feature.name;
    return reset
      ? `${lowerFirst(name)} a${reset === "hour" ? "n" : ""} ${reset}`
      : lowerFirst(name);
  },
  config: (feature: Feature) => `${feature.name}:`,
  beyond: (rate: string) => `then ${rate}`,
  includedThen: (units: number, rate: string, locale: Locale) =>
    units > 0 ? `${written(units, locale)} in the price, then ${rate}` : rate,
  rate: (amount: string, feature: Feature, size: number, locale: Locale) => {
    const unit = feature.kind === "meter" && feature.unit ? feature.unit : "unit";
    return size === 1
      ? `${amount} a ${unit}`
      : `${amount} per ${written(size, locale)} ${counted(size, unit)}`;
  },
  /** What each tier costs: `first 10 free, next 90 $5 each, then $4 each`. */
  byTier: (tiers: TierText[], model: "graduated" | "volume", locale: Locale): string => {
    const cost = ({ rate, fee }: TierText) =>
      rate ? `${fee ? `${fee} plus ` : ""}${rate} each` : (fee ?? "free");
    const parts = tiers.map((tier) => {
      if (tiers.length === 1) return cost(tier);
      if (model === "volume")
        return tier.upTo === null
          ? `${cost(tier)} from ${written(tier.from, locale)} on`
          : `${cost(tier)} up to ${written(tier.upTo, locale)}`;
      if (tier.upTo === null) return `then ${cost(tier)}`;
      const place = tier.from === 1 ? "first" : "next";
      return `${place} ${written(tier.upTo - tier.from + 1, locale)} ${cost(tier)}`;
    });
    const all = parts.join(", ");
    if (model === "graduated" || tiers.length === 1) return all;
    return `${all}, for all ${tiers[0]?.from === 1 ? "of them" : "beyond those"}`;
  },
  included: "Included",
  notIncluded: "Not included",
  raised: "raised to",
  changedBy: (names: string[], locale: Locale) =>
    `with ${new Intl.ListFormat(locale.tag).format(names)}`,
  changedByAddons: "add-ons",
  until: (at: string, locale: Locale) => `until ${on(at, locale)}`,
  compare: "Compare plans",
  comparedFeature: "Feature",
  asIn: (plan: string) => `as in ${plan}`,

  addons: "Add-ons",
  addonPrice: (amount: string, period: string) => `${amount} ${period}`,
  fewer: (name: string) => `Fewer: ${name}`,
  more: (name: string) => `More: ${name}`,
  quantity: (feature: Feature, kind: "quantity" | "usage") =>
    kind === "usage" ? `Expected ${lowerFirst(feature.name)}` : feature.name,
  tooMany: (limit: string) => `This plan ends at ${limit}. Choose fewer, or a larger plan.`,

  voucherLabel: "Voucher code",
  voucherApply: "Apply",
  voucherApplying: "Checking",
  voucherRemove: (code: string) => `Remove ${code}`,
  voucherApplied: (code: string) => `${code} is applied to the prices below`,
  voucherRedeem: (plan: string) => `Redeem on your ${plan} plan`,
  voucherRedeemed: (code: string) => `${code} is redeemed`,
  voucherUnknown: "No voucher has this code, or it has expired. Check the spelling.",
  refusals: {
    archived: "This code has ended. Use another.",
    not_started: "This code is not valid yet.",
    expired: "This code has expired. Use another.",
    used_up: "This code is sold out. Use another.",
    already_redeemed: "You have used this code already.",
    wrong_plan: "This code is not for this plan.",
    not_first_purchase: "This code is for a first purchase only.",
    not_for_customer: "This code is for somebody else.",
    minimum_amount: "This code is for a larger purchase.",
    does_not_stack: "This code gives no discount beside yours.",
    duplicate: "This code is applied already.",
    nothing_discounted: "This code takes nothing off this plan.",
    currency_unavailable: "This code takes nothing off in this currency.",
    discount_ended: "This code gives no discount any more.",
  } satisfies Record<RefusalCode, string> as Record<string, string>,
  voucherEmpty: "Type a code first.",
  voucherLater: "Too many codes. Wait a minute, then try again.",
  voucherFailed: "The code could not be checked. Check your connection, then try again.",

  choose: {
    new: (plan: string) => `Choose ${plan}`,
    trial: (_plan: string) => "Start free trial",
    active: (_plan: string) => "Your plan",
    scheduled: (_plan: string) => "Starts soon",
    renew: (plan: string) => `Renew ${plan}`,
    upgrade: (plan: string) => `Upgrade to ${plan}`,
    downgrade: (plan: string) => `Switch to ${plan}`,
    switchInterval: (_plan: string) => "Switch billing period",
    contactSales: (_plan: string) => "Contact sales",
  } satisfies Record<Scenario, (plan: string) => string> as Record<
    Scenario,
    (plan: string) => string
  >,
  update: (_plan: string) => "Update plan",
  choosing: "One moment",
  chosen: (plan: string) => `You are on ${plan} now.`,
  checkoutSignIn: "Sign in to choose a plan.",
  checkoutOffline: "The connection broke. Reload the page to see whether the plan changed.",
  checkoutFailed: "The plan could not be changed. Nothing was charged; try again.",

  used: (used: string, limit: string) => `${used} of ${limit} used`,
  usedWithoutLimit: (used: string) => `${used} used, no limit`,
  remaining: (left: string) => `${left} left`,
  warned: (left: string) => `Nearly used up: ${left} left`,
  atLimit: "Used up",
  overLimit: (over: string) => `${over} over the limit, charged at the period’s end`,
  overCap: "Used up, overage included",
  resets: (at: string, locale: Locale) => `Starts again on ${on(at, locale)}`,

  paywallTitle: (name: string) => `${name} is not part of your plan`,
  paywallClosed: (name: string) => `${name}: not available now`,
  paywallLimit: (name: string) => `You have used up your ${lowerFirst(name)}`,
  paywallUpgrade: "See plans",
  /** In place of the reason where the edge was out of reach from the start. */
  unreachable: "It could not be checked. Check your connection.",
  meterLoading: "Loading",
  stale: "May be out of date",

  notices: {
    offline: "No connection. What you may use cannot be checked.",
    stale: "No connection. What you see may be out of date.",
  },
  /** The notice of a plan that the customer has, where not all is well. */
  planNotice: (plan: string, status: PlanStatus, locale: Locale): string => {
    const { kind, at } = status;
    const badge = lowerFirst(texts.planStatus(status, locale));
    if (kind === "past_due")
      return `The last payment failed. Pay by ${on(at, locale)} to keep ${plan}.`;
    if (kind === "trialing")
      return `Your trial of ${plan}: ${span(Math.max(1, Math.ceil((Date.parse(at) - locale.now) / 86_400_000)), "day", locale.tag)} left.`;
    return `${plan} ${kind === "paused" || kind === "suspended" ? "is " : ""}${badge}.`;
  },
  noticeBilling: "Go to billing",
  reasons: {
    granted: "Included.",
    withinLimit: "Within your limit.",
    unlimited: "Unlimited.",
    overSoftLimit: "Over your limit.",
    coveredByCredits: "Covered by credits.",
    notEntitled: "Upgrade to use it.",
    limitReached: "Upgrade for a higher limit.",
    switchedOff: "It is not switched on for you.",
    expired: "Your access to it has ended.",
    suspended: "Your access is suspended. See your billing to go on.",
    unknownFeature: "Nothing of that name is for sale.",
    tokenMissing: "Sign in to use it.",
    tokenInvalid: "Your access could not be verified. Reload the page.",
    tokenExpired: "Your access could not be renewed. Check your connection, then reload the page.",
    clockSuspect: "The clock of this device is wrong. Set it, then reload the page.",
  } satisfies Record<Reason, string> as Record<Reason, string>,
};

/** The texts of the components. */
export type Texts = typeof texts;

/** What a reason says to the customer. Where the edge was never reached, that is why there is no token. */
export const reasonText = (texts: Texts, reason: Reason, isUnreachable: boolean): string =>
  isUnreachable ? texts.unreachable : texts.reasons[reason];

/** Texts to use in place of the English ones. */
export type TextOverrides = {
  [Name in keyof Texts]?: Texts[Name] extends Record<string, unknown>
    ? Partial<Texts[Name]>
    : Texts[Name];
};

/** The English texts with some replaced. */
export function withOverrides(base: Texts, overrides: TextOverrides | undefined): Texts {
  if (!overrides) return base;
  const merged: Record<string, unknown> = { ...base };
  for (const [name, text] of Object.entries(overrides)) {
    merged[name] = typeof text === "object" ? { ...(merged[name] as object), ...text } : text;
  }
  return merged as Texts;
}
