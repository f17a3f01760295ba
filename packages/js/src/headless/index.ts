/** What components know and can do, as stores without a framework. Adapters draw them. */

export { type ActionState, ActionStore } from "./actions.js";
export { type ClientState, ClientStore, type ClientStoreOptions, identityOf } from "./client.js";
export { type Completion, type CompletionOptions, CompletionStore } from "./completion.js";
export {
  type Answer,
  type Condition,
  conditionOf,
  conditionStore,
  configOf,
  configStore,
  type GateAnswer,
  gateOf,
  gateStore,
  type Has,
  hasOf,
  type Status,
  statusOf,
} from "./gates.js";
export type { FromServer } from "./hydration.js";
export { type Notice, type NoticesState, noticesStore } from "./notices.js";
export { type PaywallState, paywallStore } from "./paywall.js";
export type { PricingState, PricingStore } from "./pricing.js";
export { type QuoteState, QuoteStore } from "./quote.js";
export { derived, type Store } from "./store.js";
export { type FeatureValue, isSomething, type Line, ownLines } from "./table/line.js";
export type { TableDefaults } from "./table/plan-list.js";
export type { PlanStatus } from "./table/plan-status.js";
export { type Charge, chargeOf, type Period } from "./table/price.js";
export type { PriceSummary } from "./table/price-summary.js";
export { type PricingTableOptions, PricingTableStore } from "./table/pricing-table.js";
export type { QuantityInput } from "./table/quantity-input.js";
export type {
  AddonView,
  PlanSelection,
  PlanView,
  PricingTableState,
  QuantityInputView,
} from "./table/view.js";
export {
  type MeterState,
  type UsageLevel,
  type UsageMeterStoreOptions,
  type UsageNotice,
  usageMeterStore,
} from "./usage-meter.js";
export {
  type AppliedVoucher,
  type VoucherFailure,
  type VoucherFieldOptions,
  VoucherFieldStore,
  type VoucherView,
} from "./voucher-field.js";
