/** What is chosen in a pricing table, over what the customer has. */

import type { Addon, CustomerSubscription, Price, PricedPlan, QuoteSelection } from "@tollgate/js";
import { isLive } from "./plan-status.js";
import { addonPriceFor, chargeOf, periodOf, priceFor } from "./price.js";
import type { QuantityInput } from "./quantity-input.js";

/** What a visitor changed; what is not here is as the customer has it. */
export interface Choice {
  period: string | null;
  currency: string | null;
  /** By meter. */
  quantities: Record<string, number>;
  /** By plan, then by add-on. */
  addons: Record<string, Record<string, number>>;
}

export const untouched: Choice = { period: null, currency: null, quantities: {}, addons: {} };

/** The subscription that the customer has among the plans of a table: a live one first; null without one. */
export function heldAmong(
  plans: readonly PricedPlan[],
  subscriptions: readonly CustomerSubscription[],
): CustomerSubscription | null {
  const keys = plans.map((plan) => plan.key);
  const among = subscriptions.filter(({ plan }) => keys.includes(plan));
  return among.find(isLive) ?? among[0] ?? null;
}

/** The period of a subscription's price; null for a free plan. */
export function periodHeld(
  plans: readonly PricedPlan[],
  held: CustomerSubscription | null,
): string | null {
  const prices = plans.flatMap((plan) => plan.prices);
  const price = prices.find(({ key }) => key === held?.price);
  return (price && periodOf(price)?.key) ?? null;
}

/** The value of a quantity input. */
export function quantityOf(
  input: QuantityInput,
  choice: Choice,
  held: CustomerSubscription | null,
): number {
  return choice.quantities[input.meter] ?? held?.quantities?.[input.meter] ?? input.start;
}

/** The price that is meant of a plan, and whether it can be paid in the currency. */
export function pricedIn(plan: PricedPlan, period: string | null, currency: string): Price | null {
  const payable = plan.prices.filter((price) => plan.currencies[price.key]?.includes(currency));
  return priceFor(payable, period);
}

/** The chosen quantities of a plan's add-ons, each at least 1 and at most its maximum. */
export function addonsOf(
  plan: PricedPlan,
  addons: readonly Addon[],
  period: string | null,
  choice: Choice,
  held: CustomerSubscription | null,
): Record<string, number> {
  const chosen: Record<string, number> = {};
  for (const { addon: key, max } of plan.addons ?? []) {
    const addon = addons.find((each) => each.key === key);
    if (!addon || !addonPriceFor(addon.prices, period)) continue;
    const had = held?.plan === plan.key ? held.addons?.[key] : undefined;
    const quantity = Math.min(
      choice.addons[plan.key]?.[key] ?? had ?? 0,
      max ?? Number.MAX_SAFE_INTEGER,
    );
    if (quantity > 0) chosen[key] = quantity;
  }
  return chosen;
}

interface Inputs {
  plan: PricedPlan;
  price: Price | null;
  addons: Record<string, number>;
  quantityInputs: readonly QuantityInput[];
  choice: Choice;
  held: CustomerSubscription | null;
  currency: string;
  fallback: string;
  voucher: string | null;
}

/** The selection of a plan, as it is quoted. */
export function selectionOf(inputs: Inputs): QuoteSelection {
  const { plan, price, addons, quantityInputs, choice, held, currency, fallback, voucher } = inputs;
  const quantities: Record<string, number> = {};
  const usage: Record<string, number> = {};
  for (const input of quantityInputs) {
    if (!price || !chargeOf(price, input.meter, currency, fallback)) continue;
    const into = input.kind === "usage" ? usage : quantities;
    into[input.meter] = quantityOf(input, choice, held);
  }
  return {
    plan: plan.key,
    ...(price ? { price: price.key } : {}),
    quantities,
    addons,
    currency,
    usage,
    ...(voucher ? { vouchers: [voucher] } : {}),
  };
}

const same = (a: Record<string, number>, b: Record<string, number>) =>
  Object.keys({ ...a, ...b }).every((key) => (a[key] ?? 0) === (b[key] ?? 0));

/** Whether a selection differs from what the customer has of its plan. */
export function differs(selection: QuoteSelection, held: CustomerSubscription): boolean {
  return (
    !same(selection.addons ?? {}, held.addons ?? {}) ||
    !same(selection.quantities ?? {}, held.quantities ?? {})
  );
}
