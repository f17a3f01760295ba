/* tslint:disable */
/* eslint-disable */

/**
 * An instant: RFC 3339 in UTC, such as `2027-05-21T00:00:00Z`.
 */
export type Timestamp = string;

/**
 * An ISO 8601 duration, such as `P6M`.
 */
export type Duration = string;

/**
 * An exact decimal of up to twelve places, such as `0.0125`.
 */
export type Decimal = string;

/**
 * How many units of a meter: a count up to 2^53 - 1, or no limit.
 */
export type Limit = number | "unlimited";

/**
 * A percentage from 0 to 100 with up to two places.
 */
export type Percent = number;

/**
 * One part of a price: a flat amount, usage in arrears, credits, or units paid in advance: the quantity of `meter`, or
 * without one the quantity of what is bought.
 */
export type Component =
| ({ model: "flat" } & Amount)
| { model: "metered"; meter: Key; included?: number; scheme: Scheme }
| ({ model: "credits"; credits: number } & Amount)
| ({ meter?: Key; included?: number } & Scheme);

/**
 * What follows a trial: the paid plan, nothing, or the plan of that key.
 */
export type TrialThen = "paid" | "end" | (string & {});



/**
 * Why a token is not accepted.
 */
export type TokenErrorCode =
| "token_malformed"
| "token_algorithm"
| "token_type"
| "token_unknown_key"
| "token_signature"
| "token_expired"
| "token_not_yet_valid"
| "token_issuer"
| "token_audience"
| "token_version"
| "token_too_large"
| "token_revoked";

/**
 * What is malformed.
 */
export type TokenFault =
| "parts"
| "base64_padding"
| "base64_character"
| "base64_not_canonical"
| "json_syntax"
| "json_trailing"
| "json_too_deep"
| "json_duplicate_member"
| "json_unsafe_number"
| "signature_length"
| "trailing_bytes"
| "header_member"
| "key_id"
| "claim";

/**
 * Why keys are not accepted.
 */
export type KeysErrorCode =
| "keys_malformed"
| "keys_invalid_key"
| "keys_weak_key"
| "keys_private_key"
| "keys_duplicate_kid";


/**
 * A bundle that is attached to a subscription, with a quantity.
 */
export interface Addon {
    /**
     * Unique among add-ons.
     */
    key: Key;
    /**
     * For people.
     */
    name: string;
    /**
     * For people.
     */
    description?: string;
    /**
     * Whether it is for sale.
     */
    status: PlanStatus;
    /**
     * Feature key to what it brings.
     */
    entitlements: Record<string, AddonValue>;
    /**
     * Recurring or one-time.
     */
    prices: Price[];
    /**
     * The caller's own.
     */
    metadata?: Record<string, unknown>;
}

/**
 * A change of a subscription: what is absent stays as it is.
 */
export interface SelectionChange {
    /**
     * Another plan.
     */
    plan?: string | null;
    /**
     * Another price.
     */
    price?: string | null;
    /**
     * Quantities to set, by meter.
     */
    quantities?: Record<string, number>;
    /**
     * Quantities to set, by add-on; 0 detaches it.
     */
    addons?: Record<string, number>;
    /**
     * `false` leaves out the trial of another plan; absent or `true`, the plan decides.
     */
    trial?: boolean;
}

/**
 * A change that waits for its instant: what was asked, not what it came to when it was asked.
 */
export type PendingChange = { catalogVersion: number; at: Timestamp | null; reason: Scenario } & SelectionChange;

/**
 * A code that acts on prices, limits and flags at once.
 */
export interface Voucher {
    /**
     * Unique among vouchers.
     */
    key: Key;
    /**
     * For people.
     */
    name?: string;
    /**
     * Whether it can be redeemed.
     */
    status: VoucherStatus;
    /**
     * Codes as written, compared by [`Voucher::normalize`]. Unique codes made in bulk are not listed here.
     */
    codes: string[];
    /**
     * What it does.
     */
    effects: Effects;
    /**
     * When, by whom and how often it may be redeemed.
     */
    constraints?: Constraints;
}

/**
 * A customer's contract for one plan version.
 */
export interface Subscription {
    /**
     * `sub_…`
     */
    id: string;
    /**
     * The plan.
     */
    plan: Key;
    /**
     * The catalogue version it was bought at.
     */
    planVersion: number;
    /**
     * The plan's group.
     */
    group: Key;
    /**
     * The price; absent for a free plan.
     */
    price?: string | null;
    /**
     * The currency it is charged in; absent for a free plan.
     */
    currency?: string | null;
    /**
     * Quantities by meter, such as seats.
     */
    quantities?: Record<string, number>;
    /**
     * Quantities by add-on, each at least 1.
     */
    addons?: Record<string, number>;
    /**
     * What holds now.
     */
    status: SubscriptionStatus;
    /**
     * When it was made.
     */
    createdAt: Timestamp;
    /**
     * What its periods are counted from.
     */
    anchor: Timestamp;
    /**
     * The length of a billing period: that of its price, a month for a free plan.
     */
    interval: Interval;
    /**
     * How many intervals make a period.
     */
    intervalCount: number;
    /**
     * The billing period that holds now: the trial while it lasts. Of one that is stopped or has ended, the last.
     */
    currentPeriod: Period;
    /**
     * When the trial ends, if there was one.
     */
    trialEnd?: Timestamp | null;
    /**
     * What follows the trial.
     */
    trialThen?: string;
    /**
     * When it will be told that the trial is about to end; absent once it was told.
     */
    trialNoticeAt?: Timestamp;
    /**
     * A change that was asked for and is not yet in force.
     */
    pendingChange?: PendingChange | null;
    /**
     * When it will end, where that is decided.
     */
    cancelAt?: Timestamp | null;
    /**
     * When it ended.
     */
    canceledAt?: Timestamp | null;
    /**
     * Why it ended, or will.
     */
    cancelReason?: CancelReason | null;
    /**
     * While it is past due: when access stops.
     */
    graceEndsAt?: Timestamp | null;
    /**
     * While it is past due: what then.
     */
    graceThen?: GraceThen;
    /**
     * Why it is suspended.
     */
    suspendReason?: SuspendReason;
    /**
     * Since when it is paused.
     */
    pausedAt?: Timestamp | null;
    /**
     * When the pause ends by itself.
     */
    resumesAt?: Timestamp | null;
    /**
     * The billing provider that keeps it too, where one does.
     */
    provider?: ProviderReference | null;
}

/**
 * A customer's id, the caller's own: 1 to 128 printable ASCII characters without spaces.
 */
export type CustomerId = string;

/**
 * A half-open stretch of time: `start` is in it, `end` is not.
 */
export interface Period {
    /**
     * The first instant.
     */
    start: Timestamp;
    /**
     * The first instant after it.
     */
    end: Timestamp;
}

/**
 * A named bundle of feature values and prices, as written in the document: without what it inherits.
 */
export interface Plan {
    /**
     * Unique among plans.
     */
    key: Key;
    /**
     * For people.
     */
    name: string;
    /**
     * For people.
     */
    description?: string;
    /**
     * A customer holds at most one live subscription of a group; `default` when absent. Not inherited.
     */
    group: Key;
    /**
     * Whether it is for sale.
     */
    status: PlanStatus;
    /**
     * The plan whose values and add-ons this one has, except those it sets.
     */
    inherits?: Key;
    /**
     * Feature key to value.
     */
    entitlements?: Record<string, Value>;
    /**
     * What it costs; empty for a free plan. Not inherited.
     */
    prices: Price[];
    /**
     * Which add-ons may be attached; inherited where the plan names none.
     */
    addons?: PlanAddon[];
    /**
     * Not inherited.
     */
    trial?: Trial;
    /**
     * How long access goes on after a failed payment, and what then; the environment's setting when absent. Not
     * inherited.
     */
    grace?: Grace;
    /**
     * How it is shown. Not inherited.
     */
    display: Display;
    /**
     * When changes from and to it take effect. Not inherited.
     */
    changes: Changes;
    /**
     * The caller's own.
     */
    metadata?: Record<string, unknown>;
}

/**
 * A plan with all that it inherits.
 */
export type PricedPlan = { inherited: Key[]; currencies: Record<string, string[]> } & Plan;

/**
 * A reduction of price.
 */
export type Discount = { duration: DiscountDuration; plans?: Key[]; prices?: Key[]; addons?: Key[] } & Off;

/**
 * A resolution as JSON.
 */
export interface ResolutionView {
    customer: string;
    catalogVersion: number;
    stateVersion: number;
    validUntil: Timestamp | null;
    plans: string[];
    suspended: boolean;
    entitlements: Record<string, EntitlementView>;
}

/**
 * A run of billing periods that cost the same.
 */
export interface Stage {
    /**
     * How many; null for all that follow.
     */
    periods: number | null;
    /**
     * Minor units in each.
     */
    total: number;
}

/**
 * A trial before the first charge.
 */
export interface Trial {
    /**
     * How long, 1 to 3,650 days.
     */
    days: number;
    /**
     * Whether a card is asked for at the start.
     */
    card: boolean;
    /**
     * What comes after.
     */
    then: TrialThen;
}

/**
 * A trial that comes before the first billing period.
 *
 * It defers what recurs; one-time lines are charged at once, as billing providers do.
 */
export interface TrialOffer {
    /**
     * How long.
     */
    days: number;
    /**
     * When it would end.
     */
    endsAt: Timestamp;
    /**
     * Whether a card is asked for at the start.
     */
    card: boolean;
    /**
     * What comes after: `paid`, `end`, or the key of a plan.
     */
    then: string;
    /**
     * Minor units that are charged when the paid plan follows.
     */
    deferred: number;
}

/**
 * A valid catalogue. One that exists names nothing that is not in it, and has no cycle of inheritance.
 */
export interface Catalog {
    /**
     * Version of the document format: 1.
     */
    version: number;
    /**
     * Currency of prices that name none.
     */
    currency: string;
    /**
     * In the document's order.
     */
    features: Feature[];
    /**
     * In the document's order, as written: without what they inherit.
     */
    plans: Plan[];
    /**
     * In the document's order.
     */
    addons: Addon[];
    /**
     * In the document's order.
     */
    vouchers: Voucher[];
}

/**
 * A warning percentage that usage has reached.
 */
export interface Threshold {
    /**
     * The percentage.
     */
    percent: number;
    /**
     * The limit that it is of.
     */
    limit: number;
    /**
     * Units used.
     */
    used: number;
}

/**
 * Adds to what a customer has, for a window, without a code.
 */
export type Grant = { id: string; feature: Key; startsAt?: Timestamp; expiresAt?: Timestamp; reason?: string; createdAt: Timestamp } & AddonValue;

/**
 * An add-on that may be attached to a plan.
 */
export interface PlanAddon {
    /**
     * The add-on's key.
     */
    addon: Key;
    /**
     * The largest quantity; unbounded when absent.
     */
    max?: number;
}

/**
 * An amount in minor units, in the price's currency and in others.
 */
export interface Amount {
    /**
     * In the price's currency.
     */
    amount: number;
    /**
     * In further currencies.
     */
    amounts?: Record<string, number>;
}

/**
 * By how much a discount reduces.
 */
export type Off = { percent: number } | { amounts: Record<string, number> };

/**
 * For how many billing periods a discount holds.
 */
export type DiscountDuration = "once" | { repeating: number } | "forever";

/**
 * How a limit meets the one below it.
 */
export type Merge = "set" | "max" | "add";

/**
 * How a plan is shown.
 */
export interface Display {
    /**
     * Place among the plans, ascending; the document's order decides between equals.
     */
    order?: number;
    /**
     * Whether it is the one to recommend.
     */
    highlight: boolean;
    /**
     * A short mark, such as `Most popular`.
     */
    badge?: string;
    /**
     * The button's text.
     */
    cta?: string;
    /**
     * Where to talk to sales: an `https:`, `http:` or `mailto:` address. With it the plan is not bought by itself.
     */
    contact?: string;
    /**
     * Lines of text under the plan, in place of those made from its entitlements.
     */
    features?: string[];
}

/**
 * How events become usage.
 */
export type Aggregation = "sum" | "last";

/**
 * How long a recurring period is.
 */
export type Unit = "hour" | "day" | "week" | "month" | "year";

/**
 * How long access goes on after a failed payment, and what then.
 */
export interface Grace {
    /**
     * How long, 0 to 365 days.
     */
    days: number;
    /**
     * What comes after; `suspend` when absent.
     */
    then: GraceThen;
}

/**
 * How much of a meter a plan gives. What is absent is inherited, or else has the default named here.
 *
 * `limit`, `soft_cap` and `rollover` say *how much* and are inherited together: a plan that sets `limit` restates the
 * other two. The rest says *how it is counted*, each inherited by itself.
 */
export interface MeterValue {
    /**
     * Units in a period; none when absent.
     */
    limit?: Limit;
    /**
     * `hard` when absent.
     */
    enforcement?: Enforcement;
    /**
     * `never` when absent.
     */
    reset?: Reset;
    /**
     * `calendar` when absent.
     */
    anchor?: Anchor;
    /**
     * Unused units that go on to later periods.
     */
    rollover?: Rollover;
    /**
     * Percentages of the limit at which to warn, ascending; 80 and 100 when absent.
     */
    warnAt?: number[];
    /**
     * The most that a soft limit may be overrun to.
     */
    softCap?: number;
}

/**
 * How often a meter starts again from zero.
 */
export type Reset = "never" | "hour" | "day" | "week" | "month" | "year";

/**
 * How often a price is charged.
 */
export type Interval = "one_time" | "day" | "week" | "month" | "year";

/**
 * How units become an amount.
 */
export type Model = "flat" | "per_unit" | "graduated" | "volume" | "package" | "credits";

/**
 * How units become an amount.
 */
export type Scheme = ({ model: "per_unit" } & {} & UnitPrice) | { model: "graduated"; tiers: Tier[] } | { model: "volume"; tiers: Tier[] } | ({ model: "package" } & { size: number } & Amount);

/**
 * One component's charge, with its arithmetic.
 *
 * `units = quantity - included` (not below zero); the model turns units into `exact`, and `amount` is `exact` rounded
 * once, half away from zero.
 */
export interface Line {
    /**
     * Whether the plan or an add-on is charged.
     */
    source: LineSource;
    /**
     * The key of the plan or add-on.
     */
    key: Key;
    /**
     * The key of the price.
     */
    price: Key;
    /**
     * How units become an amount.
     */
    model: Model;
    /**
     * The meter whose quantity or usage counts; null where the quantity of what is bought does.
     */
    meter: string | null;
    /**
     * Units chosen or expected.
     */
    quantity: number;
    /**
     * Units that cost nothing.
     */
    included: number;
    /**
     * Units that are charged.
     */
    units: number;
    /**
     * How many times over: the quantity of an add-on that charges by a meter, else 1.
     */
    copies: number;
    /**
     * Minor units of one unit, or of one package; null where tiers say it.
     */
    unitAmount: Decimal | null;
    /**
     * Packages charged; null unless the model is `package`.
     */
    packages: Packages | null;
    /**
     * The tiers that units fall in; empty unless the model has tiers.
     */
    tiers: TierLine[];
    /**
     * Credits added to the wallet; null unless the model is `credits`.
     */
    credits: number | null;
    /**
     * Minor units, exact.
     */
    exact: Decimal;
    /**
     * Minor units, rounded.
     */
    amount: number;
    /**
     * Whether it is charged in every billing period.
     */
    recurring: boolean;
}

/**
 * One entitlement as JSON. Which of the values is there depends on the kind.
 */
export type EntitlementView = { kind: string; planValue: unknown; overrideValue: unknown; expiresAt: Timestamp | null; sources: Step[]; explanation?: string } & ValueView;

/**
 * One fact. Delivered at least once, in order per customer, with a stable id.
 */
export interface Event {
    /**
     * `evt_…`
     */
    id: string;
    /**
     * What happened.
     */
    type: EventKind;
    /**
     * Whom it concerns; null where it concerns the environment.
     */
    customer: string | null;
    /**
     * When it happened.
     */
    at: Timestamp;
    /**
     * What it happened to, in the shape in which the API returns it.
     */
    data: unknown;
}

/**
 * One part of a catalogue that a new version adds, changes or removes.
 */
export interface Change {
    /**
     * What happened to it.
     */
    action: ChangeAction;
    /**
     * What it is: `feature`, `plan`, `addon`, `voucher`, `currency`.
     */
    part: string;
    /**
     * Its key; for the currency, the new one.
     */
    key: string;
}

/**
 * One thing that is wrong with a document: what, where, and what to do about it.
 */
export interface Problem {
    /**
     * Stable, in snake case.
     */
    code: string;
    /**
     * Where: a JSON pointer (RFC 6901), empty for the whole document.
     */
    pointer: string;
    /**
     * A sentence: what is wrong and how to mend it.
     */
    detail: string;
}

/**
 * One thing that touched an entitlement, with the value before and after it.
 */
export interface Step {
    /**
     * The layer.
     */
    layer: Source;
    /**
     * What did it: a plan's or add-on's key, a voucher's code, a grant's id, `rollout`, `default`, `override`.
     */
    id: string;
    /**
     * The subscription or redemption behind it.
     */
    via?: string;
    /**
     * What it did.
     */
    action: Action;
    /**
     * What it brought: a boolean, a limit, a config value.
     */
    amount: unknown;
    /**
     * Of a plan's value: the plan that it was inherited from.
     */
    inheritedFrom?: string;
    /**
     * Of a plan's own value: the plan further up whose value it replaces.
     */
    overrides?: string;
    /**
     * Why, as somebody wrote it down.
     */
    note?: string;
    /**
     * When it ends by itself.
     */
    until?: Timestamp;
    /**
     * The value before.
     */
    before: unknown;
    /**
     * The value after.
     */
    after: unknown;
}

/**
 * One tier of a scheme.
 */
export interface Tier extends UnitPrice {
    /**
     * The last unit of the tier, inclusive; absent in the last tier.
     */
    upTo?: number;
    /**
     * Charged once when the tier is reached.
     */
    flatAmount?: number;
    /**
     * `flat_amount` in further currencies.
     */
    flatAmounts?: Record<string, number>;
}

/**
 * One use of a voucher by one customer, with the terms as they were.
 */
export interface Redemption {
    /**
     * `red_…`
     */
    id: string;
    /**
     * The voucher's key.
     */
    voucher: Key;
    /**
     * The code that was typed, normalized.
     */
    code: string;
    /**
     * The effects at the time; later changes of the voucher do not reach them.
     */
    effects: Effects;
    /**
     * Whether its discount may go with another's.
     */
    stacks?: boolean;
    /**
     * When.
     */
    redeemedAt: Timestamp;
    /**
     * The subscription whose life bounds effects without a duration; absent: any live one.
     */
    subscription?: string;
    /**
     * When the last of what it brought ended.
     */
    endedAt?: Timestamp;
}

/**
 * Packages that units fill.
 */
export interface Packages {
    /**
     * Units in one.
     */
    size: number;
    /**
     * How many are charged: a begun one counts whole.
     */
    count: number;
}

/**
 * Plans for sale with all that they inherit, the add-ons that go with them, and every feature. No vouchers.
 */
export interface Pricing {
    /**
     * The catalogue's version.
     */
    catalogVersion: number;
    /**
     * Version of the document format: 1.
     */
    version: number;
    /**
     * Currency of prices that name none.
     */
    currency: string;
    /**
     * In the order in which they are shown.
     */
    plans: PricedPlan[];
    /**
     * Those that go with any of the plans.
     */
    addons: Addon[];
    /**
     * All features.
     */
    features: Feature[];
}

/**
 * Replaces a customer's limit or value for one feature.
 */
export type Override = { expiresAt?: Timestamp; reason?: string; createdAt: Timestamp } & OverrideValue;

/**
 * Something that can be gated.
 */
export type Feature = { key: Key; name: string; description?: string } & Kind;

/**
 * The closed list of what can happen.
 */
export type EventKind = "customer.created" | "customer.updated" | "customer.deleted" | "subscription.created" | "subscription.updated" | "subscription.upgraded" | "subscription.downgraded" | "subscription.change_scheduled" | "subscription.change_withdrawn" | "subscription.change_failed" | "subscription.renewed" | "subscription.trial_started" | "subscription.trial_ending" | "subscription.trial_ended" | "subscription.past_due" | "subscription.recovered" | "subscription.suspended" | "subscription.paused" | "subscription.resumed" | "subscription.cancel_scheduled" | "subscription.canceled" | "addon.attached" | "addon.quantity_changed" | "addon.detached" | "grant.created" | "grant.revoked" | "grant.expired" | "override.set" | "override.removed" | "override.expired" | "voucher.redeemed" | "voucher.redemption_expired" | "usage.threshold" | "usage.reset" | "tokens.revoked" | "catalog.published" | "voucher.created" | "voucher.updated" | "voucher.archived" | "voucher.codes_created";

/**
 * The computed cost of a selection. All amounts are integers of minor units of `currency`.
 *
 * `dueNow + trial.deferred = subtotal - discountTotal`, and every total is the sum of rounded lines less the
 * discounts on them; none is below zero.
 */
export interface Quote {
    /**
     * The version of the catalogue that it was computed from.
     */
    catalogVersion: number;
    /**
     * The plan.
     */
    plan: Key;
    /**
     * The plan's price; null for a free plan.
     */
    price: string | null;
    /**
     * The currency of all amounts.
     */
    currency: string;
    /**
     * How many decimals the minor unit is: amounts ÷ 10^exponent are whole units.
     */
    exponent: number;
    /**
     * The length of a billing period: that of the price, a month for a free plan.
     */
    interval: Interval;
    /**
     * How many intervals make a billing period.
     */
    intervalCount: number;
    /**
     * What is charged in advance: the plan's components in their order, then those of add-ons by add-on key.
     */
    lines: Line[];
    /**
     * What vouchers take off `lines`, in the order of application: percentages first, then fixed amounts, each by
     * voucher key and code.
     */
    discounts: AppliedDiscount[];
    /**
     * What became of each voucher, in the order given.
     */
    vouchers: VoucherOutcome[];
    /**
     * The sum of `lines`.
     */
    subtotal: number;
    /**
     * The sum of `discounts`.
     */
    discountTotal: number;
    /**
     * What is charged at once.
     */
    dueNow: number;
    /**
     * The sum of the recurring lines, before any discount.
     */
    recurringSubtotal: number;
    /**
     * What the second billing period is charged in advance: recurring lines less the discounts that still hold then.
     */
    recurringTotal: number;
    /**
     * What each billing period is charged in advance for recurring lines, from the first: stages end where a discount
     * runs out. Empty where nothing recurs; the last has no end.
     */
    schedule: Stage[];
    /**
     * The trial, if there is one.
     */
    trial: TrialOffer | null;
    /**
     * What the expected usage of a period would be charged at its end.
     */
    arrears: Line[];
    /**
     * The sum of `arrears`, less the percentages that hold in the first period. Fixed discounts do not reduce it.
     */
    arrearsTotal: number;
    /**
     * What the applied vouchers and the add-ons bring beyond the plan, by feature key.
     */
    benefits: Benefit[];
    /**
     * `excluded`: tax is added by the billing provider.
     */
    tax: Tax;
}

/**
 * The four kinds of feature.
 */
export type Kind = { kind: "boolean" } | { kind: "meter"; unit?: string; aggregation: Aggregation } | { kind: "config"; values?: unknown[]; default?: unknown } | { kind: "flag"; default: boolean; rollout?: number };

/**
 * The gate's answer.
 */
export interface Decision {
    /**
     * Whether it may be used.
     */
    allowed: boolean;
    /**
     * Why, or why not.
     */
    reason: Reason;
    /**
     * The feature that was asked for.
     */
    feature: string;
    /**
     * `boolean`, `meter`, `config` or `flag`; null when the feature is unknown.
     */
    kind: "boolean" | "meter" | "config" | "flag" | null;
    /**
     * The value of a boolean, flag or config.
     */
    value: unknown;
    /**
     * Of a meter: units in the period, or `unlimited`.
     */
    limit: Limit | null;
    /**
     * Of a meter: units used in the period.
     */
    used: number | null;
    /**
     * Of a meter with a limit: units left under it.
     */
    remaining: number | null;
    /**
     * Units that were asked for.
     */
    requested: number;
    /**
     * Of a meter: what happens at the limit.
     */
    enforcement: Enforcement | null;
    /**
     * Of a meter: when usage starts again from zero.
     */
    resetsAt: Timestamp | null;
    /**
     * When the entitlement ends.
     */
    expiresAt: Timestamp | null;
    /**
     * The layer it comes from.
     */
    source: Source | null;
    /**
     * Whether it was decided on a token past its expiry, within its grace.
     */
    stale: boolean;
}

/**
 * The key of a feature, plan, add-on, price or voucher: `^[a-z0-9][a-z0-9_.-]{0,63}$`.
 */
export type Key = string;

/**
 * The layer that an entitlement comes from, lowest first.
 */
export type Source = "default" | "plan" | "addon" | "voucher" | "grant" | "override";

/**
 * The part of a charge that falls in one tier.
 */
export interface TierLine {
    /**
     * The first unit of the tier, from 1.
     */
    from: number;
    /**
     * Its last unit, inclusive; null in the last tier.
     */
    upTo: number | null;
    /**
     * Units charged at its unit amount.
     */
    units: number;
    /**
     * Minor units of one unit.
     */
    unitAmount: Decimal;
    /**
     * Minor units charged once for the tier.
     */
    flatAmount: number;
    /**
     * Minor units, exact: `units × unitAmount + flatAmount`.
     */
    amount: Decimal;
}

/**
 * The state of a subscription.
 */
export type SubscriptionStatus = "trialing" | "active" | "past_due" | "suspended" | "paused" | "canceled";

/**
 * The value of an entitlement as JSON.
 */
export type ValueView = { limit: Limit; used: number; remaining: number | null; enforcement: Enforcement; softCap: number | null; resetsAt: Timestamp | null } | { value: unknown };

/**
 * Unused units that go on to later periods.
 */
export interface Rollover {
    /**
     * At most that many units.
     */
    max: number;
    /**
     * For that many periods.
     */
    periods: number;
}

/**
 * What a line charges for.
 */
export type LineSource = "plan" | "addon";

/**
 * What a plan gives for one feature.
 */
export type Value = boolean | MeterValue | unknown;

/**
 * What a plan or an add-on costs: one price may have several components (a base fee, seats, usage).
 */
export interface Price {
    /**
     * Unique among all prices of the catalogue.
     */
    key: Key;
    /**
     * The currency of `amount` and `unitAmount`; the catalogue's when absent.
     */
    currency?: string;
    /**
     * How often it is charged.
     */
    interval: Interval;
    /**
     * How many intervals make a period, at least 1.
     */
    intervalCount: number;
    /**
     * What adds up to the price.
     */
    components: Component[];
}

/**
 * What a step did to a value.
 */
export type Action = "base" | "outdone" | "set" | "max" | "add";

/**
 * What a verified token says, but for its entitlements: what its holder needs to show it and to renew it in time.
 */
export interface TokenSummary {
    /**
     * The token's id.
     */
    id: string;
    /**
     * The customer.
     */
    customer: CustomerId;
    /**
     * Keys of the plans of live subscriptions.
     */
    plans: Key[];
    /**
     * Keys of all features, ascending.
     */
    features: Key[];
    /**
     * Whether the customer is suspended.
     */
    suspended: boolean;
    /**
     * The customer's revocation epoch.
     */
    epoch: number;
    /**
     * The catalogue version it was resolved from.
     */
    catalogVersion: number;
    /**
     * The customer state version it was resolved from.
     */
    stateVersion: number;
    /**
     * When it was issued, in milliseconds since 1970.
     */
    issuedAt: number;
    /**
     * When it expires, in milliseconds since 1970.
     */
    expiresAt: number;
    /**
     * When it counts no more, not even as stale, in milliseconds since 1970.
     */
    endsAt: number;
}

/**
 * What a voucher brings for one feature, and for how long.
 */
export type VoucherValue = { for?: Duration } & AddonValue;

/**
 * What a voucher does to one flag, and for how long.
 */
export interface FlagEffect {
    /**
     * On or off.
     */
    value: boolean;
    /**
     * From redemption; absent: as long as the subscription lasts.
     */
    for?: Duration;
}

/**
 * What a voucher does; at least one of the three.
 */
export interface Effects {
    /**
     * On prices.
     */
    discount?: Discount;
    /**
     * On limits, booleans and configs: feature key to value.
     */
    entitlements?: Record<string, VoucherValue>;
    /**
     * On flags: feature key to on or off.
     */
    flags?: Record<string, FlagEffect>;
}

/**
 * What an add-on, a voucher or a grant brings for one feature.
 */
export type AddonValue = { limit: Limit; merge: Merge } | { value: unknown };

/**
 * What an override sets.
 */
export type OverrideValue = { limit: Limit } | { value: unknown };

/**
 * What became of a voucher.
 */
export interface VoucherOutcome {
    /**
     * The voucher's key.
     */
    voucher: Key;
    /**
     * The code that was typed, normalized.
     */
    code: string;
    /**
     * Whether any of its effects is in the quote.
     */
    applied: boolean;
    /**
     * Why not; where it is applied, why its discount is left out.
     */
    reason: Refusal | null;
}

/**
 * What becomes of usage at an upgrade.
 */
export type UsageOnUpgrade = "keep" | "reset";

/**
 * What choosing a plan would be, for a customer as they stand: the word behind every button of a pricing table.
 */
export type Scenario = "new" | "trial" | "active" | "scheduled" | "renew" | "upgrade" | "downgrade" | "switchInterval" | "contactSales";

/**
 * What follows a grace in which nothing was paid.
 */
export type GraceThen = "suspend" | "end" | { plan: Key };

/**
 * What happened to a part.
 */
export type ChangeAction = "added" | "changed" | "removed";

/**
 * What happens at the limit.
 */
export type Enforcement = "hard" | "soft";

/**
 * What is wrong with using a voucher.
 */
export type RefusalCode = "archived" | "not_started" | "expired" | "used_up" | "already_redeemed" | "wrong_plan" | "not_first_purchase" | "not_for_customer" | "minimum_amount" | "does_not_stack" | "duplicate" | "nothing_discounted" | "currency_unavailable" | "discount_ended";

/**
 * What one unit costs, finer than a minor unit if need be, in the price's currency and in others.
 */
export interface UnitPrice {
    /**
     * In the price's currency.
     */
    unitAmount: Decimal;
    /**
     * In further currencies.
     */
    amounts?: Record<string, Decimal>;
}

/**
 * What one voucher takes off in the first billing period.
 */
export interface AppliedDiscount {
    /**
     * The voucher's key.
     */
    voucher: Key;
    /**
     * The code that was typed, normalized.
     */
    code: string;
    /**
     * The terms of the discount.
     */
    discount: Discount;
    /**
     * For how many billing periods it holds from this one; null for ever.
     */
    periods: number | null;
    /**
     * Minor units it takes off `lines`: the sum of `shares`.
     */
    amount: number;
    /**
     * Minor units it takes off each of `lines`, in their order.
     */
    shares: number[];
    /**
     * Minor units it takes off `arrears`.
     */
    arrears: number;
}

/**
 * What quoting needs to know of a voucher: one that is about to be redeemed, or one that was.
 *
 * Constraints on the customer (how often, first purchase, named customers) are not looked at by a quote; see
 * [`crate::voucher::preview`].
 */
export interface Terms {
    /**
     * The voucher's key.
     */
    voucher: Key;
    /**
     * The code that was typed, normalized.
     */
    code: string;
    /**
     * What it does.
     */
    effects: Effects;
    /**
     * What must hold; of a redeemed one only `stacks` is left.
     */
    constraints?: Constraints;
    /**
     * When it was redeemed; absent: it would be redeemed now.
     */
    redeemedAt?: Timestamp;
    /**
     * The instant from which the billing periods of its discount count; absent: from the period that is quoted.
     */
    countsFrom?: Timestamp;
}

/**
 * What somebody is about to buy.
 */
export interface Selection {
    /**
     * The plan.
     */
    plan: Key;
    /**
     * One of its prices; may be absent for a free plan and for one with a single price.
     */
    price?: string;
    /**
     * Quantities by meter, such as seats. A meter that the price charges by quantity and that is not named counts as
     * the units included, at least 1.
     */
    quantities?: Record<string, number>;
    /**
     * Quantities by add-on, each at least 1.
     */
    addons?: Record<string, number>;
    /**
     * The currency; the price's own when absent, for a free plan the catalogue's.
     */
    currency?: string;
    /**
     * Units expected in a billing period, by meter; a meter that is charged by usage and not named counts as 0.
     */
    usage?: Record<string, number>;
    /**
     * `false` leaves out the plan's trial; absent or `true`, the plan decides.
     */
    trial?: boolean;
}

/**
 * What the periods of a meter are counted from.
 */
export type Anchor = "calendar" | "billing";

/**
 * What vouchers and add-ons change for one feature, as against the plan alone.
 */
export interface Benefit {
    /**
     * The feature.
     */
    feature: Key;
    /**
     * Its kind: `boolean`, `meter`, `config` or `flag`.
     */
    kind: "boolean" | "meter" | "config" | "flag";
    /**
     * What the plan alone gives: a limit, a boolean, or a config value; null for nothing.
     */
    before: unknown;
    /**
     * What it comes to.
     */
    after: unknown;
    /**
     * The add-ons that say something of it, ascending.
     */
    addons: Key[];
    /**
     * The vouchers that say something of it, ascending.
     */
    vouchers: Key[];
    /**
     * The first instant at which a voucher's part of it ends, if redeemed now; null where none ends by itself.
     */
    until: Timestamp | null;
}

/**
 * When a change is to be in force.
 */
export type When = "auto" | "now" | "periodEnd";

/**
 * When a change takes effect, and what becomes of usage.
 */
export interface Changes {
    /**
     * An upgrade away from this plan; `now` when absent.
     */
    upgrade: Timing;
    /**
     * A downgrade away from this plan; `periodEnd` when absent.
     */
    downgrade: Timing;
    /**
     * What becomes of meters when this plan is upgraded to; `keep` when absent.
     */
    usageOnUpgrade: UsageOnUpgrade;
}

/**
 * When a change takes effect.
 */
export type Timing = "now" | "periodEnd";

/**
 * When, by whom and how often a voucher may be redeemed.
 */
export interface Constraints {
    /**
     * Not before.
     */
    startsAt?: Timestamp;
    /**
     * Not at this instant or after it.
     */
    expiresAt?: Timestamp;
    /**
     * By all customers together.
     */
    maxRedemptions?: number;
    /**
     * By one customer; 1 when absent.
     */
    maxPerCustomer?: number;
    /**
     * Plans that must be held or chosen; empty for any.
     */
    plans?: Key[];
    /**
     * Only for customers who never had a paid subscription.
     */
    firstPurchase?: boolean;
    /**
     * Only for these; empty for anybody.
     */
    customers?: CustomerId[];
    /**
     * What must be due before discounts, by currency, in minor units.
     */
    minimumAmount?: Record<string, number>;
    /**
     * Whether its discount may go with another voucher's.
     */
    stacks?: boolean;
}

/**
 * Where a billing provider keeps a subscription.
 */
export interface ProviderReference {
    /**
     * The provider, such as `stripe`.
     */
    name: string;
    /**
     * Its id for the subscription.
     */
    reference: string;
}

/**
 * Whether a plan is for sale.
 */
export type PlanStatus = "draft" | "active" | "archived";

/**
 * Whether a voucher can be redeemed.
 */
export type VoucherStatus = "active" | "archived";

/**
 * Who adds tax.
 */
export type Tax = "excluded";

/**
 * Why a decision is what it is.
 */
export type Reason = "granted" | "withinLimit" | "unlimited" | "overSoftLimit" | "coveredByCredits" | "notEntitled" | "limitReached" | "switchedOff" | "expired" | "suspended" | "unknownFeature" | "tokenMissing" | "tokenInvalid" | "tokenExpired" | "clockSuspect";

/**
 * Why a subscription ended.
 */
export type CancelReason = "requested" | "unpaid" | "refunded" | "disputed" | "trial_ended" | "replaced";

/**
 * Why a subscription is suspended.
 */
export type SuspendReason = "unpaid" | "disputed";

/**
 * Why a voucher, or its discount, may not be used.
 */
export interface Refusal {
    /**
     * What is wrong.
     */
    code: RefusalCode;
    /**
     * A sentence: what is wrong and what to do about it.
     */
    detail: string;
}


/**
 * The public keys that tokens are verified with.
 *
 * Text goes in and text comes out, and nothing is thrown.
 */
export class Keys {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Reads a JWK Set. No token verifies with one that is refused.
     */
    constructor(jwks: string);
    /**
     * Why the set is refused: the JSON of `{code, message}`. Empty where it is not.
     */
    refusal(): string;
}

/**
 * A token, and what came of verifying it; answers without allocating anything that outlives a call.
 */
export class Token {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Answers for a feature at `now`, the server's time in milliseconds: the JSON of a `Decision`. Empty where the
     * token is refused.
     */
    check(feature: string, requested: number, flag: string | null | undefined, now: number): string;
    /**
     * Verifies a token.
     *
     * `now` is the server's time in milliseconds, `epoch` the highest that was seen, `grace` whether the token's grace
     * after its expiry counts.
     */
    constructor(token: string, keys: Keys, issuer: string, audience: string, leeway_millis: number, epoch: number, grace: boolean, now: number);
    /**
     * The instant after `now` at which an answer could change by itself, in milliseconds; infinite when none could.
     */
    nextChange(now: number): number;
    /**
     * Why the token is refused: the JSON of `{code, message, reason, fault?}`, with the `reason` that a gate would
     * give, and the `fault` of what is malformed. Empty where it is not.
     */
    refusal(): string;
    /**
     * The JSON of a `TokenSummary`. Empty where the token is refused.
     */
    summary(): string;
}

export function __wbg_reset_state(): void;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_keys_free: (a: number, b: number) => void;
    readonly __wbg_token_free: (a: number, b: number) => void;
    readonly keys_new: (a: number, b: number) => number;
    readonly keys_refusal: (a: number) => [number, number];
    readonly token_check: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number];
    readonly token_new: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number, j: number, k: number) => number;
    readonly token_nextChange: (a: number, b: number) => number;
    readonly token_refusal: (a: number) => [number, number];
    readonly token_summary: (a: number) => [number, number];
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __wbindgen_start: () => void;
}

export type SyncInitInput = BufferSource | WebAssembly.Module;

/**
 * Instantiates the given `module`, which can either be bytes or
 * a precompiled `WebAssembly.Module`.
 *
 * @param {{ module: SyncInitInput }} module - Passing `SyncInitInput` directly is deprecated.
 *
 * @returns {InitOutput}
 */
export function initSync(module: { module: SyncInitInput } | SyncInitInput): InitOutput;

/**
 * If `module_or_path` is {RequestInfo} or {URL}, makes a request and
 * for everything else, calls `WebAssembly.instantiate` directly.
 *
 * @param {{ module_or_path: InitInput | Promise<InitInput> }} module_or_path - Passing `InitInput` directly is deprecated.
 *
 * @returns {Promise<InitOutput>}
 */
export default function __wbg_init (module_or_path: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;
