/** The plans that a pricing table shows, and the selections that are quoted for them. */

import type {
  Addon,
  CustomerSubscription,
  Feature,
  PlanKey,
  PricedPlan,
  Pricing,
  QuoteSelection,
} from "@tollgate/js";
import {
  addonsOf,
  type Choice,
  heldAmong,
  periodHeld,
  pricedIn,
  selectionOf,
  untouched,
} from "./choice.js";
import { type Period, periodOf, periodsOf } from "./price.js";
import { type QuantityInput, quantityInputsOf } from "./quantity-input.js";

/** What a pricing table shows at first. */
export interface TableDefaults {
  /** The plans to show, in this order; by default all that are for sale. */
  plans?: readonly PlanKey[];
  /** The period at first, such as `year`; by default the customer's, else the shortest. */
  defaultPeriod?: string;
  /** The currency at first; by default the customer's, else the catalogue's. */
  defaultCurrency?: string;
}

/** The plans in order, and what their prices depend on. */
export interface PlanList {
  /** Every plan that is for sale. */
  all: PricedPlan[];
  plans: PricedPlan[];
  addons: Addon[];
  features: Feature[];
  /** The currency of prices that name none. */
  fallback: string;
  periods: Period[];
  quantityInputs: QuantityInput[];
  currencies: string[];
}

const nothing: Pricing = {
  catalogVersion: 0,
  version: 1,
  currency: "usd",
  plans: [],
  addons: [],
  features: [],
};

export function planListOf(
  pricing: Pricing | null,
  wanted: readonly string[] | undefined,
): PlanList {
  const { plans: all, addons, features, currency } = pricing ?? nothing;
  const plans = wanted ? wanted.flatMap((key) => all.find((plan) => plan.key === key) ?? []) : all;
  const prices = plans.flatMap((plan) => Object.values(plan.currencies));
  return {
    all,
    plans,
    addons,
    features,
    fallback: currency,
    periods: periodsOf(plans),
    quantityInputs: quantityInputsOf(plans, features),
    currencies: [...new Set([...(prices.length > 0 ? [currency] : []), ...prices.flat()])],
  };
}

/** All that the selections of a table depend on. */
export interface TableInputs {
  choice: Choice;
  held: CustomerSubscription | null;
  period: string | null;
  currency: string;
  /** The code that is applied. */
  voucher: string | null;
}

/** The inputs of a table, from what is chosen, what the customer has, and the defaults. */
export function tableInputs(
  list: PlanList,
  subscriptions: readonly CustomerSubscription[],
  { defaultPeriod, defaultCurrency }: TableDefaults,
  choice: Choice = untouched,
  voucher: string | null = null,
): TableInputs {
  const { plans, periods, fallback } = list;
  const held = heldAmong(plans, subscriptions);
  const period =
    choice.period ?? periodHeld(plans, held) ?? defaultPeriod ?? periods[0]?.key ?? null;
  const currency = choice.currency ?? held?.currency ?? defaultCurrency ?? fallback;
  return { choice, held, period, currency, voucher };
}

function select(list: PlanList, plan: PricedPlan, period: string | null, inputs: TableInputs) {
  const { choice, held, currency, voucher } = inputs;
  const price = pricedIn(plan, period, currency);
  const own = price ? (periodOf(price)?.key ?? null) : period;
  const addons = addonsOf(plan, list.addons, own, choice, held);
  const { quantityInputs, fallback } = list;
  return selectionOf({
    plan,
    price,
    addons,
    quantityInputs,
    choice,
    held,
    currency,
    fallback,
    voucher,
  });
}

/** The periods that the plans are quoted for: the chosen one first, then the others, for what they would save. */
export function periodsAsked({ periods }: PlanList, { period }: TableInputs): (string | null)[] {
  return [period, ...periods.map(({ key }) => key).filter((key) => key !== period)];
}

/** What is quoted: every plan for one period, then for the next. */
export function selectionsOf(list: PlanList, inputs: TableInputs): QuoteSelection[] {
  return periodsAsked(list, inputs).flatMap((period) =>
    list.plans.map((plan) => select(list, plan, period, inputs)),
  );
}
