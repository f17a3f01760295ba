/** A pricing table: what is chosen, what it costs, what can be done. */

import {
  type Addon,
  type Benefit,
  type Checkout,
  type PricedPlan,
  type Pricing,
  type QuoteSelection,
  TollgateError,
} from "@tollgate/js";
import type { ClientState, ClientStore } from "../client.js";
import { statusOf } from "../gates.js";
import type { PricingState } from "../pricing.js";
import { Emitter, memo, type Store } from "../store.js";
import { type VoucherFieldOptions, VoucherFieldStore, type VoucherView } from "../voucher-field.js";
import { type Answer, answersOf, knownAnswers } from "./answers.js";
import { type Choice, differs, quantityOf, untouched } from "./choice.js";
import { linesOf } from "./line.js";
import {
  type PlanList,
  periodsAsked,
  planListOf,
  selectionsOf,
  type TableDefaults,
  type TableInputs,
  tableInputs,
} from "./plan-list.js";
import { begun, planStatusOf } from "./plan-status.js";
import { addonPriceFor, type Period, periodOf, savingOf, unitIn } from "./price.js";
import { priceSummaryOf } from "./price-summary.js";
import { capOf, capWith, type QuantityInput } from "./quantity-input.js";
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

/** What the table itself knows, beside the client, the plans and the voucher field. */
interface Local {
  defaults: TableDefaults;
  choice: Choice;
  /** The key of the plan that is being chosen. */
  choosing: string | null;
  /** The name of the plan that was chosen last. */
  chosen: string | null;
  failure: { plan: string; code: string } | null;
  /** The last answers, which stay until the next are there; null where they failed. */
  answers: Answer[] | null | undefined;
}

type Inputs = [client: ClientState, pricing: PricingState, voucher: VoucherView, local: Local];

/** What is quoted, and all that it depends on. */
interface Asked {
  list: PlanList;
  inputs: TableInputs;
  selections: QuoteSelection[];
}

/** All the state of a pricing table. Quotes are made while it has subscribers. */
export class PricingTableStore extends Emitter implements Store<PricingTableState> {
  /** The field whose code is in the quotes. */
  readonly voucher: VoucherFieldStore;
  readonly #client: ClientStore;
  readonly #initial: Local;
  readonly #server: Local;
  #options: PricingTableOptions;
  #local: Local;
  /** What the quotes were asked for: client, its state, and selections. */
  #asked: readonly unknown[] = [];
  #turn = 0;

  constructor(client: ClientStore, options: PricingTableOptions = {}) {
    super();
    this.#client = client;
    this.#options = options;
    this.voucher = new VoucherFieldStore(client, options);
    this.#initial = {
      defaults: options,
      choice: untouched,
      choosing: null,
      chosen: null,
      failure: null,
      answers: undefined,
    };
    const state = client.getServerSnapshot();
    const { selections } = this.#ask(...this.#serverInputs(this.#initial));
    const answers = knownAnswers(state.client, selections) ?? undefined;
    this.#server = { ...this.#initial, answers };
    this.#local = client.getSnapshot() === state ? this.#server : this.#initial;
  }

  getSnapshot = (): PricingTableState => this.#state(...this.#inputs());

  getServerSnapshot = (): PricingTableState => {
    // Hydration begins, however late: what the server knew stays until the next answers are there.
    if (this.#local === this.#initial) this.#local = this.#server;
    return this.#state(...this.#serverInputs(this.#server));
  };

  /** Other options: functions are called as they are then. */
  update(options: PricingTableOptions): void {
    const { plans, defaultPeriod, defaultCurrency } = this.#options;
    this.#options = options;
    this.voucher.update(options);
    if (
      String(plans) !== String(options.plans) ||
      defaultPeriod !== options.defaultPeriod ||
      defaultCurrency !== options.defaultCurrency
    )
      this.#set({ defaults: options });
  }

  override connect() {
    const change = () => this.#change();
    const { pricing } = this.#client;
    const ends = [this.#client, pricing, this.voucher].map((each) => each.subscribe(change));
    this.#quote();
    return () => {
      for (const end of ends) end();
      this.#turn += 1;
      this.#asked = [];
    };
  }

  setPeriod = (period: string): void => this.#choose({ period });

  setCurrency = (currency: string): void => this.#choose({ currency });

  /** Sets a quantity or the expected usage of a meter. */
  setQuantity = (meter: string, quantity: number): void =>
    this.#choose({ quantities: { ...this.#local.choice.quantities, [meter]: quantity } });

  setAddon = (plan: string, addon: string, quantity: number): void => {
    const { addons } = this.#local.choice;
    this.#choose({ addons: { ...addons, [plan]: { ...addons[plan], [addon]: quantity } } });
  };

  /** Loads or quotes again, after a failure. */
  retry = (): void => {
    if (this.#client.getSnapshot().client && this.#client.pricing.getSnapshot().data) {
      this.#asked = [];
      this.#quote();
    } else this.#client.retryPricing();
  };

  /** Chooses a plan: checkout, or what the page does instead. */
  choose = async (key: string): Promise<void> => {
    const view = this.getSnapshot().plans.find(({ plan }) => plan.key === key);
    if (!view) return;
    const options = this.#options;
    const { scenario, ...selection } = view.selection;
    this.#set({ failure: null, chosen: null, choosing: key });
    try {
      if (options.onPlanSelected) return await options.onPlanSelected(view.selection);
      const { client, error } = this.#client.getSnapshot();
      if (!client) throw error ?? new Error("the client is not loaded yet");
      const here = globalThis.location?.href;
      const { successUrl = here, cancelUrl = here } = options;
      const checkout = await client.checkout({
        ...selection,
        ...(successUrl && { successUrl }),
        ...(cancelUrl && { cancelUrl }),
      });
      options.onCheckout?.(checkout);
      if (checkout.status === "complete") {
        this.#set({ choice: untouched, chosen: view.plan.name });
        this.voucher.remove();
      } else if (!options.onCheckout && checkout.url) {
        globalThis.location.assign(checkout.url);
      }
    } catch (thrown) {
      const code = thrown instanceof TollgateError ? thrown.code : "unexpected";
      this.#set({ failure: { plan: key, code } });
    } finally {
      this.#set({ choosing: null });
    }
  };

  #inputs(): Inputs {
    const client = this.#client;
    return [
      client.getSnapshot(),
      client.pricing.getSnapshot(),
      this.voucher.getSnapshot(),
      this.#local,
    ];
  }

  #serverInputs(local: Local): Inputs {
    const client = this.#client;
    return [
      client.getServerSnapshot(),
      client.pricing.getServerSnapshot(),
      this.voucher.getServerSnapshot(),
      local,
    ];
  }

  #choose(changes: Partial<Choice>): void {
    this.#set({ choice: { ...this.#local.choice, ...changes } });
  }

  #set(changes: Partial<Local>): void {
    this.#local = { ...this.#local, ...changes };
    this.#change();
  }

  #change(): void {
    if (this.isConnected) this.#quote();
    this.emit();
  }

  readonly #list = memo((pricing: Pricing | null, plans: string | undefined) =>
    planListOf(pricing, plans?.split(" ")),
  );

  readonly #ask = memo((...[state, { data }, { applied }, { defaults, choice }]: Inputs): Asked => {
    const list = this.#list(data, defaults.plans?.join(" "));
    const subscriptions = begun(state.snapshot?.customer?.subscriptions ?? [], this.#client.now);
    const inputs = tableInputs(list, subscriptions, defaults, choice, applied?.code);
    return { list, inputs, selections: selectionsOf(list, inputs) };
  });

  /** Quotes what is selected, unless that was asked of the same client in the same state: prices change with that. */
  #quote(): void {
    const inputs = this.#inputs();
    const [{ client, snapshot }] = inputs;
    const { selections } = this.#ask(...inputs);
    const asked = [client, snapshot, JSON.stringify(selections)];
    if (asked.every((each, at) => each === this.#asked[at])) return;
    this.#asked = asked;
    this.#turn += 1;
    if (!client || selections.length === 0) return;
    const turn = this.#turn;
    const answer = (answers: Answer[] | null) => turn === this.#turn && this.#set({ answers });
    answersOf(client, selections).then(answer, () => answer(null));
  }

  readonly #state = memo((...all: Inputs): PricingTableState => {
    const [state, pricing, field, local] = all;
    const { list, inputs, selections } = this.#ask(...all);
    const { plans, periods, quantityInputs, fallback } = list;
    const { held, period, currency, choice } = inputs;
    const { answers, failure, choosing, chosen } = local;
    const { now } = this.#client;
    const subscriptions = state.snapshot?.customer?.subscriptions ?? [];
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
        return shown ? [{ ...shown, set: (next) => this.setAddon(plan.key, key, next) }] : [];
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
        status: subscription ? planStatusOf(subscription, now) : null,
        isChanged: isCurrent && held !== null && differs(selection, held),
        lines: linesOf(plan, list.features, benefits),
        addons,
        tooMany: tooManyOf(plan, quantityInputs, selection, benefits),
        selection: chosenSelection,
        failure: failure?.plan === plan.key ? failure.code : null,
        isChoosing: choosing === plan.key,
        choose: () => this.choose(plan.key),
      };
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

    const isLoaded = pricing.data !== null;
    const isFailed = answers === null || ((pricing.error ?? state.error) !== null && !answers);
    const status =
      isLoaded && plans.length === 0
        ? "empty"
        : isFailed
          ? "failed"
          : isLoaded && answers
            ? "ready"
            : "loading";
    return {
      ...statusOf(state),
      isLoading: status === "loading",
      status,
      retry: this.retry,
      plans: planViews,
      features: list.features,
      periods: periods.map((each) => ({ period: each, saving: savings(each) })),
      period,
      setPeriod: this.setPeriod,
      fallbackCurrency: fallback,
      currencies: list.currencies,
      currency,
      setCurrency: this.setCurrency,
      quantityInputs: quantityInputs.map((input) => ({
        ...input,
        value: quantityOf(input, choice, held),
        set: (value) => this.setQuantity(input.meter, value),
      })),
      voucher: { ...field, redeem: canRedeem ? field.redeem : null },
      chosen,
    };
  });
}
