/** What a pricing table shows and what can be done with it. */

import type {
  Addon,
  AddonKey,
  ByKey,
  Feature,
  MeterKey,
  PlanKey,
  Price,
  PricedPlan,
  PriceKey,
  Quote,
  Scenario,
} from "@tollgate/js";
import type { Status } from "../gates.js";
import type { VoucherView } from "../voucher-field.js";
import type { Line } from "./line.js";
import type { PlanStatus } from "./plan-status.js";
import type { Period } from "./price.js";
import type { PriceSummary } from "./price-summary.js";
import type { QuantityInput } from "./quantity-input.js";

/** What a visitor chose, as it is given to the page and to checkout. */
export interface PlanSelection {
  plan: PlanKey;
  /** Absent for a free plan. */
  price?: PriceKey;
  scenario: Scenario;
  /** By meter. */
  quantities: ByKey<MeterKey, number>;
  /** By add-on, each at least 1. */
  addons: ByKey<AddonKey, number>;
  currency: string;
  /** The code that is applied. */
  voucher?: string;
}

/** An add-on that may be attached to a plan. */
export interface AddonView {
  addon: Addon;
  /** What it costs in the chosen period and currency; null where it is not sold so. */
  price: Price | null;
  currency: string;
  /** Minor units of one in `currency`; null where tiers or a meter decide. */
  unitAmount: number | null;
  quantity: number;
  /** The largest quantity; absent without one. */
  most: number | undefined;
  set: (quantity: number) => void;
}

/** One plan with everything that is chosen. */
export interface PlanView {
  plan: PricedPlan;
  /** The plan that it inherits from, where that is known. */
  parent: PricedPlan | null;
  /** Null for a free plan, and where there is none in the currency. */
  price: Price | null;
  period: Period | null;
  /** Null until the first quote, and where the selection cannot be quoted. */
  quote: Quote | null;
  priceSummary: PriceSummary | null;
  scenario: Scenario;
  /** Whether the customer has it, be it paused or suspended: see `status`. */
  isCurrent: boolean;
  /** The status of the customer's subscription to it; null where they have none. */
  status: PlanStatus | null;
  /** Whether what is chosen differs from what the customer has of it. */
  isChanged: boolean;
  /** Every feature of the catalogue. */
  lines: Line[];
  addons: AddonView[];
  /** The input whose value is above what the plan allows; null where none does. */
  tooMany: { feature: Feature; cap: number } | null;
  selection: PlanSelection;
  /** The code of the error by which choosing it failed last; null where it did not. */
  failure: string | null;
  /** Whether it is being chosen at the moment. */
  isChoosing: boolean;
  /** Chooses it: checkout, or what the page does instead. */
  choose: () => Promise<void>;
}

/** A quantity input with its value. */
export interface QuantityInputView extends QuantityInput {
  value: number;
  set: (value: number) => void;
}

/** All that a pricing table shows. */
export interface PricingTableState extends Status {
  status: "loading" | "failed" | "empty" | "ready";
  /** Loads again after a failure. */
  retry: () => void;
  plans: PlanView[];
  features: Feature[];
  periods: { period: Period; saving: number | null }[];
  period: string | null;
  setPeriod: (key: string) => void;
  /** The currency of the catalogue, which prices that name none are in. */
  fallbackCurrency: string;
  currencies: string[];
  currency: string;
  setCurrency: (code: string) => void;
  quantityInputs: QuantityInputView[];
  voucher: VoucherView;
  /** The plan that was chosen last, by its name. */
  chosen: string | null;
}
