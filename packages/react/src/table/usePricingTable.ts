/** All the state of a pricing table, without rendering. */

import {
  type Addon,
  type Benefit,
  type Checkout,
  type PricedPlan,
  type QuoteSelection,
  TollgateError,
} from "@tollgate/js";
import { useMemo, useState } from "react";
import { useView } from "../context.js";
import { useStatus } from "../gates.js";
import { usePlans } from "../hooks.js";
import { useLocale } from "../locale.js";
import { type Choice, differs, quantityOf, untouched } from "./choice.js";
import { linesOf } from "./line.js";
import {
  periodsAsked,
  planListOf,
  selectionsOf,
  type TableDefaults,
  tableInputs,
} from "./plan-list.js";
import { begun, planStatusOf } from "./plan-status.js";
import { addonPriceFor, type Period, periodOf, savingOf, unitIn } from "./price.js";
import { priceSummaryOf } from "./price-summary.js";
import { capOf, capWith, type QuantityInput } from "./quantity-input.js";
import { useAnswers } from "./useAnswers.js";
import { useVoucherField, type VoucherFieldOptions } from "./useVoucherField.js";
import type { AddonView, PlanSelection, PlanView, PricingTableState } from "./view.js";

export interface PricingTableOptions extends TableDefaults, VoucherFieldOptions {
  /** What happens when a plan is chosen, in place of checkout. */
  onPlanSelected?: (selection: PlanSelection) => void | Promise<void>;
  /** Hears of a checkout; one with an address to go on to is followed otherwise. */
  onCheckout?: (checkout: Checkout) => void;
  /** Where a payment page leads back to; this page by default. */
  successUrl?: string;
  cancelUrl?: string;
}

/** What is on show, once the plans are there. */
function usePlanList(wanted: readonly string[] | undefined) {
  const { pricing, error, retry } = usePlans();
  const names = wanted?.join(" ");
  const list = useMemo(() => planListOf(pricing, names?.split(" ")), [pricing, names]);
  return { list, isLoaded: pricing !== null, error, retry };
}

function tooManyOf(
  plan: PricedPlan,
  quantityInputs: readonly QuantityInput[],
  selection: QuoteSelection,
  benefits: readonly Benefit[],
): PlanView["tooMany"] {
  for (const { meter, feature } of quantityInputs) {
    const units = selection.quantities?.[meter] ?? selection.usage?.[meter];
    const benefit = benefits.find((each) => each.feature === meter);
    const cap = capWith(capOf(plan, meter), benefit);
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

/** All the state of a pricing table: what is chosen, what it costs, what can be done. Renders nothing. */
export function usePricingTable(options: PricingTableOptions = {}): PricingTableState {
  const { client, snapshot, error: unloaded } = useView();
  const answer = useStatus();
  const { list, isLoaded, error, retry } = usePlanList(options.plans);
  const [choice, setChoice] = useState<Choice>(untouched);
  const [choosing, setChoosing] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [failure, setFailure] = useState<{ plan: string; code: string } | null>(null);

  const { plans, periods, quantityInputs, fallback } = list;
  const { now } = useLocale().locale;
  const subscriptions = snapshot?.customer?.subscriptions ?? [];
  const field = useVoucherField(client, options);
  const inputs = tableInputs(list, begun(subscriptions, now), options, choice, field.applied?.code);
  const { held, period, currency } = inputs;
  const selections = selectionsOf(list, inputs);
  const { answers, failed, again } = useAnswers(selections);
  const quotesOf = (key: string) => {
    const at = periodsAsked(list, inputs).indexOf(key);
    return plans.map((_, index) => answers?.[at * plans.length + index]?.quote ?? null);
  };

  const choose = async (view: Pick<PlanView, "plan" | "selection">) => {
    const { scenario, ...selection } = view.selection;
    setFailure(null);
    setChosen(null);
    setChoosing(view.plan.key);
    try {
      if (options.onPlanSelected) return await options.onPlanSelected(view.selection);
      if (!client) throw unloaded ?? new Error("the client is not loaded yet");
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
      const code = thrown instanceof TollgateError ? thrown.code : "unexpected";
      setFailure({ plan: view.plan.key, code });
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
    const subscription = subscriptions.find((each) => each.plan === plan.key);
    const planPeriod = price ? periodOf(price) : null;
    const scenario = answer?.scenario ?? (plan.display.contact ? "contactSales" : "new");
    const chosenSelection: PlanSelection = {
      plan: plan.key,
      ...(price ? { price: price.key } : {}),
      scenario,
      quantities: selection.quantities ?? {},
      addons: selection.addons ?? {},
      currency,
      ...(inputs.voucher ? { voucher: inputs.voucher } : {}),
    };
    const addons = (plan.addons ?? []).flatMap(({ addon: key, max }): AddonView[] => {
      const addon = list.addons.find((each) => each.key === key);
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
      parent: list.all.find(({ key }) => key === plan.inherits) ?? null,
      price,
      period: planPeriod,
      quote,
      priceSummary: quote && priceSummaryOf(quote),
      scenario,
      isCurrent,
      status: subscription ? planStatusOf(subscription, now) : null,
      isChanged: isCurrent && held !== null && differs(selection, held),
      lines: linesOf(plan, list.features, quote?.benefits ?? []),
      addons,
      tooMany: tooManyOf(plan, quantityInputs, selection, quote?.benefits ?? []),
      selection: chosenSelection,
      failure: failure?.plan === plan.key ? failure.code : null,
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

  const isFailed = failed || ((error ?? unloaded) !== null && !answers);
  const status =
    isLoaded && plans.length === 0
      ? "empty"
      : isFailed
        ? "failed"
        : isLoaded && answers
          ? "ready"
          : "loading";
  return {
    ...answer,
    isLoading: status === "loading",
    status,
    retry: () => {
      if (client && isLoaded) again();
      else retry();
    },
    plans: planViews,
    features: list.features,
    periods: periods.map((each) => ({ period: each, saving: savings(each) })),
    period,
    setPeriod: (key) => setChoice((now) => ({ ...now, period: key })),
    fallbackCurrency: fallback,
    currencies: list.currencies,
    currency,
    setCurrency: (code) => setChoice((now) => ({ ...now, currency: code })),
    quantityInputs: quantityInputs.map((input) => ({
      ...input,
      value: quantityOf(input, choice, held),
      set: (value) =>
        setChoice((now) => ({ ...now, quantities: { ...now.quantities, [input.meter]: value } })),
    })),
    voucher: { ...field, redeem: canRedeem ? field.redeem : null },
    chosen,
  };
}
