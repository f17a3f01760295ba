/** A pricing table: what is chosen, what it costs, what can be done. */

import {
  type Addon,
  type Checkout,
  type Price,
  type PricedPlan,
  type Quote,
  type QuoteSelection,
  TollgateError,
} from "@tollgate/js";
import type { ClientStore } from "../client.js";
import { statusOf } from "../gates.js";
import { createLatest, createState, derive, type Store } from "../store.js";
import { createVoucherField, type VoucherFieldOptions } from "../voucher-field.js";
import { type Answer, answersOf, knownAnswers } from "./answers.js";
import { type Choice, differs, quantityOf, untouched } from "./choice.js";
import { linesOf } from "./line.js";
import {
  periodsAsked,
  planListOf,
  selectionsOf,
  type TableDefaults,
  tableInputs,
} from "./plan-list.js";
import { planStatusOf } from "./plan-status.js";
import { addonPriceFor, type Period, periodOf, savingOf, unitIn } from "./price.js";
import { priceSummaryOf } from "./price-summary.js";
import { capOf, capWith, mostSold, type QuantityInput } from "./quantity-input.js";
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

function tooManyOf(
  plan: PricedPlan,
  price: Price | null,
  quantityInputs: readonly QuantityInput[],
  selection: QuoteSelection,
  quote: Quote | null,
): PlanView["tooMany"] {
  for (const { meter, feature, kind } of quantityInputs) {
    const units = selection.quantities?.[meter] ?? selection.usage?.[meter];
    const benefit = quote?.benefits.find((each) => each.feature === meter);
    // What the customer has they may keep, and is quoted, also where it is more than is sold.
    const sold = quote || !price ? null : mostSold(plan, price, meter);
    const cap = kind === "usage" ? capWith(capOf(plan, meter), benefit) : sold;
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

/** A pricing table, with all that can be done. */
export interface PricingTableStore extends Store<PricingTableState> {
  /** Takes other options; functions are called as they are then. */
  update: (options: PricingTableOptions) => void;
}

/** What the table itself knows, beside the client, the plans and the voucher field. */
interface Local {
  defaults: TableDefaults;
  choice: Choice;
  /** The key of the plan that is being chosen. */
  choosing: string | null;
  /** The name of the plan that was chosen last. */
  chosen: string | null;
  failure: { plan: string; code: string } | null;
}

/** All the state of a pricing table. Its quotes are made while it has subscribers. */
export function createPricingTable(
  client: ClientStore,
  options: PricingTableOptions = {},
): PricingTableStore {
  const { pricing } = client;
  let current = options;
  const field = createVoucherField(client, options);

  const local = createState<Local>({
    defaults: options,
    choice: untouched,
    choosing: null,
    chosen: null,
    failure: null,
  });
  const change = (changes: Partial<Local>) => local.set({ ...local.getSnapshot(), ...changes });

  /** What is quoted, and all that it depends on. */
  const asked = derive([client, pricing, field, local], (state, prices, voucher, own) => {
    const list = planListOf(prices.data, own.defaults.plans);
    const subscriptions = state.snapshot?.customer?.subscriptions ?? [];
    const { defaults, choice } = own;
    const code = voucher.applied?.code;
    const inputs = tableInputs(list, subscriptions, defaults, choice, code);
    const selections = selectionsOf(list, inputs);
    return { state, prices, voucher, own, subscriptions, list, inputs, selections };
  });

  const { state, selections } = asked.getServerSnapshot();
  /** The last answers, which stay until the next are there; null where they failed. */
  const answered = createState<Answer[] | null | undefined>(
    undefined,
    knownAnswers(state.client, selections) ?? undefined,
  );
  const latest = createLatest(answered.set);

  /** Quotes what is selected, for another selection and for another state of the client: prices change with that. */
  function quote() {
    const { state, selections } = asked.getSnapshot();
    const { client, snapshot } = state;
    latest(
      [client, snapshot, JSON.stringify(selections)],
      () => client && selections.length > 0 && answersOf(client, selections).catch(() => null),
    );
  }

  const choose = (changes: Partial<Choice>) =>
    change({ choice: { ...local.getSnapshot().choice, ...changes } });

  const retry = () => {
    if (client.getSnapshot().client && pricing.getSnapshot().data) {
      latest([]);
      quote();
    } else client.retry();
  };

  /** Chooses a plan: checkout, or what the page does instead. */
  async function buy({ key, name }: PricedPlan, chosen: PlanSelection): Promise<void> {
    const { scenario, ...selection } = chosen;
    const { onPlanSelected, onCheckout } = current;
    change({ failure: null, chosen: null, choosing: key });
    try {
      if (onPlanSelected) return await onPlanSelected(chosen);
      const { client: loaded, error } = client.getSnapshot();
      if (!loaded) throw error ?? new Error("the client is not loaded yet");
      const here = globalThis.location?.href;
      const { successUrl = here, cancelUrl = here } = current;
      const checkout = await loaded.checkout({ ...selection, successUrl, cancelUrl });
      onCheckout?.(checkout);
      if (checkout.status === "complete") {
        change({ choice: untouched, chosen: name });
        field.getSnapshot().remove();
      } else if (!onCheckout && checkout.url) {
        location.assign(checkout.url);
      }
    } catch (thrown) {
      const code = thrown instanceof TollgateError ? thrown.code : "unexpected";
      change({ failure: { plan: key, code } });
    } finally {
      change({ choosing: null });
    }
  }

  const store = derive(
    [asked, answered],
    (all, answers) => {
      const { state, prices, voucher, own, subscriptions, list, inputs, selections } = all;
      const { choice, failure, choosing, chosen } = own;
      const { plans, periods, quantityInputs, fallback } = list;
      const { held, period, currency } = inputs;
      const nameOf = (plan: string) => list.all.find(({ key }) => key === plan)?.name ?? plan;
      const quotesOf = (key: string) => {
        const at = periodsAsked(list, inputs).indexOf(key);
        return plans.map((_, index) => answers?.[at * plans.length + index]?.quote ?? null);
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
          const set = (next: number) => {
            const { addons } = local.getSnapshot().choice;
            choose({ addons: { ...addons, [plan.key]: { ...addons[plan.key], [key]: next } } });
          };
          return shown ? [{ ...shown, set }] : [];
        });
        const benefits = quote?.benefits ?? [];
        return {
          plan,
          parent: list.all.find(({ key }) => key === plan.inherits) ?? null,
          price,
          period: planPeriod,
          quote,
          priceSummary: quote && priceSummaryOf(quote),
          scenario,
          isCurrent,
          status: subscription ? planStatusOf(subscription, nameOf) : null,
          isChanged: isCurrent && held !== null && differs(selection, held),
          lines: linesOf(plan, list.features, benefits, price),
          addons,
          tooMany: tooManyOf(plan, price, quantityInputs, selection, quote),
          selection: chosenSelection,
          failure: failure?.plan === plan.key ? failure.code : null,
          isChoosing: choosing === plan.key,
          choose: () => buy(plan, chosenSelection),
        };
      });

      // Whether the code does something for the plan that the customer has.
      const view = planViews.find((view) => view.isCurrent);
      const canRedeem =
        view?.quote?.vouchers.some(
          (outcome) => outcome.applied && outcome.code === voucher.applied?.code,
        ) ?? false;

      const savings = (each: Period) => {
        const [shortest] = periods;
        if (!shortest || shortest.key === each.key) return null;
        return savingOf(each, quotesOf(each.key), shortest, quotesOf(shortest.key));
      };

      const isFailed = answers === null || ((prices.error ?? state.error) !== null && !answers);
      const status: PricingTableState["status"] =
        prices.data && plans.length === 0
          ? "empty"
          : isFailed
            ? "failed"
            : prices.data && answers
              ? "ready"
              : "loading";
      return {
        ...statusOf(state),
        isLoading: status === "loading",
        status,
        retry,
        plans: planViews,
        features: list.features,
        periods: periods.map((each) => ({ period: each, saving: savings(each) })),
        period,
        setPeriod: (period: string) => choose({ period }),
        fallbackCurrency: fallback,
        currencies: list.currencies,
        currency,
        setCurrency: (currency: string) => choose({ currency }),
        quantityInputs: quantityInputs.map((input) => ({
          ...input,
          // What the customer has they may keep.
          limit: input.limit && Math.max(input.limit, held?.quantities?.[input.meter] ?? 0),
          value: quantityOf(input, choice, held),
          set: (value: number) => {
            const { quantities } = local.getSnapshot().choice;
            choose({ quantities: { ...quantities, [input.meter]: value } });
          },
        })),
        voucher: { ...voucher, redeem: canRedeem ? voucher.redeem : null },
        chosen,
      };
    },
    quote,
  );

  return {
    ...store,
    update: (next) => {
      const { plans, defaultPeriod, defaultCurrency } = current;
      current = next;
      field.update(next);
      if (
        String(plans) === String(next.plans) &&
        defaultPeriod === next.defaultPeriod &&
        defaultCurrency === next.defaultCurrency
      )
        return;
      change({ defaults: next });
    },
  };
}
