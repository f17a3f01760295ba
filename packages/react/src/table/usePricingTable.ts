/** All the state of a pricing table, and nothing to see. */

import {
  type Addon,
  type Checkout,
  type CustomerSubscription,
  type Gain,
  type PlanKey,
  type PricedPlan,
  type Pricing,
  type QuoteSelection,
  TollgateError,
} from "@tollgate/js";
import { useMemo, useState } from "react";
import { useTollgateContext } from "../context.js";
import { useSnapshot } from "../gates.js";
import { usePlans } from "../hooks.js";
import {
  addonsOf,
  type Choice,
  differs,
  heldAmong,
  periodHeld,
  pricedIn,
  selectionOf,
  standOf,
  untouched,
} from "./choice.js";
import { figuresOf } from "./figures.js";
import { capOf, capWith, type Knob, knobsOf } from "./knob.js";
import { linesOf } from "./line.js";
import { addonPriceFor, type Period, periodOf, periodsOf, savingOf, unitIn } from "./price.js";
import { useAnswers } from "./useAnswers.js";
import { useVoucherField, type VoucherFieldOptions } from "./useVoucherField.js";
import type { AddonView, PlanSelection, PlanView, PricingTableState } from "./view.js";

export interface PricingTableOptions extends VoucherFieldOptions {
  /** The plans to show, in this order; by default all that are for sale. */
  plans?: readonly PlanKey[];
  /** The period to begin with, such as `year`; by default the customer's, else the shortest. */
  defaultPeriod?: string;
  /** The currency to begin with; by default the customer's, else the catalogue's. */
  defaultCurrency?: string;
  /** What happens when a plan is chosen, in place of checkout. */
  onPlanSelected?: (selection: PlanSelection) => void | Promise<void>;
  /** Hears of a checkout; one with an address to go on to is followed otherwise. */
  onCheckout?: (checkout: Checkout) => void;
  /** Where a payment page leads back to; this page by default. */
  successUrl?: string;
  cancelUrl?: string;
}

const nothing: Pricing = {
  catalogVersion: 0,
  version: 1,
  currency: "usd",
  plans: [],
  addons: [],
  features: [],
};

/** What is on show: the plans in order, and what their prices depend on. */
function useShelf(wanted: readonly PlanKey[] | undefined) {
  const { pricing, error, retry } = usePlans();
  const names = wanted?.join(" ");
  const shelf = useMemo(() => {
    const { plans: all, addons, features, currency } = pricing ?? nothing;
    const plans = names
      ? names.split(" ").flatMap((key) => all.find((plan) => plan.key === key) ?? [])
      : all;
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
  }, [pricing, names]);
  return { shelf, isLoaded: pricing !== null, error, retry };
}

type Shelf = ReturnType<typeof useShelf>["shelf"];

interface Standing {
  choice: Choice;
  held: CustomerSubscription | null;
  period: string | null;
  currency: string;
  voucher: string | null;
}

function select(shelf: Shelf, plan: PricedPlan, period: string | null, standing: Standing) {
  const { choice, held, currency, voucher } = standing;
  const price = pricedIn(plan, period, currency);
  const addons = addonsOf(
    plan,
    shelf.addons,
    price ? (periodOf(price)?.key ?? null) : period,
    choice,
    held,
  );
  const { knobs, fallback } = shelf;
  return selectionOf({ plan, price, addons, knobs, choice, held, currency, fallback, voucher });
}

function tooManyOf(
  plan: PricedPlan,
  knobs: readonly Knob[],
  selection: QuoteSelection,
  gains: readonly Gain[],
): PlanView["tooMany"] {
  for (const { meter, feature } of knobs) {
    const units = selection.quantities?.[meter] ?? selection.usage?.[meter];
    const gain = gains.find((each) => each.feature === meter);
    const cap = capWith(capOf(plan, meter), gain);
    if (units !== undefined && cap !== null && units > cap) return { feature, cap };
  }
  return null;
}

function addonView(
  addon: Addon,
  most: number | undefined,
  quantity: number,
  period: string | null,
  currency: string,
  fallback: string,
): Omit<AddonView, "set"> | null {
  const price = addonPriceFor(addon.prices, period);
  const [part] = price?.components ?? [];
  if (!price || !part) return null;
  const unit = unitIn(part, currency, price.currency ?? fallback);
  const unitAmount = price.components.length === 1 && unit !== null ? Number(unit) : null;
  return { addon, price, currency, unitAmount, quantity, most };
}

interface Progress {
  isLoaded: boolean;
  isEmpty: boolean;
  isPriced: boolean;
  isFailed: boolean;
}

function statusOf({
  isLoaded,
  isEmpty,
  isPriced,
  isFailed,
}: Progress): PricingTableState["status"] {
  if (isLoaded && isEmpty) return "empty";
  if (isFailed) return "failed";
  return isLoaded && isPriced ? "ready" : "loading";
}

/** All the state of a pricing table: what is chosen, what it costs, what can be done. Renders nothing. */
export function usePricingTable(options: PricingTableOptions = {}): PricingTableState {
  const { client: loading } = useTollgateContext();
  const { client, snapshot } = useSnapshot();
  const { shelf, isLoaded, error, retry } = useShelf(options.plans);
  const [choice, setChoice] = useState<Choice>(untouched);
  const [choosing, setChoosing] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [chooseFailure, setChooseFailure] = useState<string | null>(null);

  const { plans, periods, knobs, fallback } = shelf;
  const held = heldAmong(plans, snapshot?.customer?.subscriptions ?? []);
  const period =
    choice.period ?? periodHeld(plans, held) ?? options.defaultPeriod ?? periods[0]?.key ?? null;
  const currency = choice.currency ?? held?.currency ?? options.defaultCurrency ?? fallback;
  const field = useVoucherField(client, options);
  const standing: Standing = {
    choice,
    held,
    period,
    currency,
    voucher: field.applied?.code ?? null,
  };

  // The chosen period first, then the others, for what they would save.
  const others = periods.filter((each) => each.key !== period);
  const selections = [period, ...others.map(({ key }) => key)].flatMap((each) =>
    plans.map((plan) => select(shelf, plan, each, standing)),
  );
  const { answers, failed, again } = useAnswers(client, snapshot, selections);
  const quotesOf = (key: string) => {
    const at = key === period ? 0 : others.findIndex((each) => each.key === key) + 1;
    return plans.map((_, index) => answers?.[at * plans.length + index]?.quote ?? null);
  };

  const choose = async (view: Pick<PlanView, "plan" | "selection">) => {
    const { scenario, ...selection } = view.selection;
    setChooseFailure(null);
    setChosen(null);
    setChoosing(view.plan.key);
    try {
      if (options.onPlanSelected) return await options.onPlanSelected(view.selection);
      if (!client) return;
      const here = window.location.href;
      const checkout = await client.checkout({
        ...selection,
        successUrl: options.successUrl ?? here,
        cancelUrl: options.cancelUrl ?? here,
      });
      options.onCheckout?.(checkout);
      if (checkout.status === "complete") {
        setChoice(untouched);
        field.remove();
        setChosen(view.plan.name);
      } else if (!options.onCheckout && checkout.url) {
        window.location.assign(checkout.url);
      }
    } catch (thrown) {
      setChooseFailure(thrown instanceof TollgateError ? thrown.code : "unexpected");
    } finally {
      setChoosing(null);
    }
  };

  const planViews = plans.map((plan, index): PlanView => {
    const selection = selections[index] ?? { plan: plan.key };
    const answer = answers?.[index];
    const quote = answer?.quote ?? null;
    const price = plan.prices.find(({ key }) => key === selection.price) ?? null;
    const isCurrent = held?.plan === plan.key;
    const planPeriod = price ? periodOf(price) : null;
    const scenario = answer?.scenario ?? (plan.display.contact ? "contactSales" : "new");
    const chosenSelection: PlanSelection = {
      plan: plan.key,
      ...(price ? { price: price.key } : {}),
      scenario,
      quantities: selection.quantities ?? {},
      addons: selection.addons ?? {},
      currency,
      ...(standing.voucher ? { voucher: standing.voucher } : {}),
    };
    const addons = (plan.addons ?? []).flatMap(({ addon: key, max }): AddonView[] => {
      const addon = shelf.addons.find((each) => each.key === key);
      const quantity = selection.addons?.[key] ?? 0;
      const shown =
        addon && addonView(addon, max, quantity, planPeriod?.key ?? null, currency, fallback);
      const set = (next: number) =>
        setChoice((now) => ({
          ...now,
          addons: { ...now.addons, [plan.key]: { ...now.addons[plan.key], [key]: next } },
        }));
      return shown ? [{ ...shown, set }] : [];
    });
    const view = {
      plan,
      parent: shelf.all.find(({ key }) => key === plan.inherits) ?? null,
      price,
      period: planPeriod,
      quote,
      figures: quote && figuresOf(quote),
      scenario,
      isCurrent,
      isChanged: isCurrent && held !== null && differs(selection, held),
      lines: linesOf(plan, shelf.features, quote?.gains ?? []),
      addons,
      tooMany: tooManyOf(plan, knobs, selection, quote?.gains ?? []),
      selection: chosenSelection,
      isChoosing: choosing === plan.key,
    };
    return { ...view, choose: () => choose(view) };
  });

  // Whether the code does something for the plan that the customer has.
  const current = planViews.find((view) => view.isCurrent);
  const canRedeem =
    current?.quote?.vouchers.some(
      (outcome) => outcome.applied && outcome.code === field.applied?.code,
    ) ?? false;

  const savings = (each: Period) => {
    const [shortest] = periods;
    if (!shortest || shortest.key === each.key) return null;
    return savingOf(each, quotesOf(each.key), shortest, quotesOf(shortest.key));
  };

  return {
    status: statusOf({
      isLoaded,
      isEmpty: plans.length === 0,
      isPriced: answers !== undefined,
      isFailed: failed || ((error ?? loading.error) !== null && answers === undefined),
    }),
    retry: () => {
      if (client && isLoaded) again();
      else retry();
    },
    plans: planViews,
    features: shelf.features,
    periods: periods.map((each) => ({ period: each, saving: savings(each) })),
    period,
    setPeriod: (key) => setChoice((now) => ({ ...now, period: key })),
    fallbackCurrency: fallback,
    currencies: shelf.currencies,
    currency,
    setCurrency: (code) => setChoice((now) => ({ ...now, currency: code })),
    knobs: knobs.map((knob) => ({
      ...knob,
      value: standOf(knob, choice, held),
      set: (value) =>
        setChoice((now) => ({ ...now, quantities: { ...now.quantities, [knob.meter]: value } })),
    })),
    voucher: { ...field, redeem: canRedeem ? field.redeem : null },
    chosen,
    chooseFailure,
  };
}
