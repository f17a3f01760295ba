/** What is on show in a pricing table, and what is asked of each plan as it stands. */

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
import { type Knob, knobsOf } from "./knob.js";
import { type Period, periodOf, periodsOf } from "./price.js";

/** Where a pricing table begins. */
export interface Beginning {
  /** The plans to show, in this order; by default all that are for sale. */
  plans?: readonly PlanKey[];
  /** The period to begin with, such as `year`; by default the customer's, else the shortest. */
  defaultPeriod?: string;
  /** The currency to begin with; by default the customer's, else the catalogue's. */
  defaultCurrency?: string;
}

/** The plans in order, and what their prices depend on. */
export interface Shelf {
  /** Every plan that is for sale. */
  all: PricedPlan[];
  plans: PricedPlan[];
  addons: Addon[];
  features: Feature[];
  /** The currency of prices that name none. */
  fallback: string;
  periods: Period[];
  knobs: Knob[];
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

export function shelfOf(pricing: Pricing | null, wanted: readonly string[] | undefined): Shelf {
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
    knobs: knobsOf(plans, features),
    currencies: [...new Set([...(prices.length > 0 ? [currency] : []), ...prices.flat()])],
  };
}

/** All that the selections of a table depend on. */
export interface Stand {
  choice: Choice;
  held: CustomerSubscription | null;
  period: string | null;
  currency: string;
  /** The code that is applied. */
  voucher: string | null;
}

/** How a table stands by what is chosen, what the customer has, and where it begins. */
export function standing(
  shelf: Shelf,
  subscriptions: readonly CustomerSubscription[],
  { defaultPeriod, defaultCurrency }: Beginning,
  choice: Choice = untouched,
  voucher: string | null = null,
): Stand {
  const { plans, periods, fallback } = shelf;
  const held = heldAmong(plans, subscriptions);
  const period =
    choice.period ?? periodHeld(plans, held) ?? defaultPeriod ?? periods[0]?.key ?? null;
  const currency = choice.currency ?? held?.currency ?? defaultCurrency ?? fallback;
  return { choice, held, period, currency, voucher };
}

function select(shelf: Shelf, plan: PricedPlan, period: string | null, stand: Stand) {
  const { choice, held, currency, voucher } = stand;
  const price = pricedIn(plan, period, currency);
  const own = price ? (periodOf(price)?.key ?? null) : period;
  const addons = addonsOf(plan, shelf.addons, own, choice, held);
  const { knobs, fallback } = shelf;
  return selectionOf({ plan, price, addons, knobs, choice, held, currency, fallback, voucher });
}

/** The periods that the plans are quoted for: the chosen one first, then the others, for what they would save. */
export function periodsAsked({ periods }: Shelf, { period }: Stand): (string | null)[] {
  return [period, ...periods.map(({ key }) => key).filter((key) => key !== period)];
}

/** What is quoted: every plan for one period, then for the next. */
export function selectionsOf(shelf: Shelf, stand: Stand): QuoteSelection[] {
  return periodsAsked(shelf, stand).flatMap((period) =>
    shelf.plans.map((plan) => select(shelf, plan, period, stand)),
  );
}
