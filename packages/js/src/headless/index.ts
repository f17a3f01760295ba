/** What components know and can do, as stores without a framework. Adapters draw them. */

export { type ActionState, type Actions, createActions } from "./actions.js";
export {
  type ClientState,
  type ClientStore,
  type ClientStoreOptions,
  createClient,
  identityOf,
} from "./client.js";
export { type Completion, type CompletionOptions, createCompletion } from "./completion.js";
export {
  type Answer,
  type Condition,
  conditionOf,
  configOf,
  createCondition,
  createConfig,
  createGate,
  type GateAnswer,
  gateOf,
  type Has,
  hasOf,
  type Status,
  statusOf,
} from "./gates.js";
export type { FromServer } from "./hydration.js";
export { createNotices, type Notice, type NoticesState } from "./notices.js";
export { createPaywall, type PaywallState } from "./paywall.js";
export type { PricingState, PricingStore } from "./pricing.js";
export { createQuote, type QuoteState, type QuoteStore } from "./quote.js";
export { derive, type Store } from "./store.js";
export { type FeatureValue, isSomething, type Line, ownLines } from "./table/line.js";
export type { TableDefaults } from "./table/plan-list.js";
export type { PlanStatus } from "./table/plan-status.js";
export {
  type Charge,
  type ChargedTier,
  type ChargedTiers,
  chargeOf,
  type Period,
} from "./table/price.js";
export type { PriceSummary } from "./table/price-summary.js";
export {
  createPricingTable,
  type PricingTableOptions,
  type PricingTableStore,
} from "./table/pricing-table.js";
export type { QuantityInput } from "./table/quantity-input.js";
export type {
  AddonView,
  PlanSelection,
  PlanView,
  PricingTableState,
  QuantityInputView,
} from "./table/view.js";
export {
  createUsageMeter,
  type MeterState,
  type UsageLevel,
  type UsageMeterStoreOptions,
  type UsageNotice,
} from "./usage-meter.js";
export {
  type AppliedVoucher,
  createVoucherField,
  type VoucherFailure,
  type VoucherFieldOptions,
  type VoucherFieldStore,
  type VoucherView,
} from "./voucher-field.js";
