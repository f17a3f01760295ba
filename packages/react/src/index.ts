export { CustomerNotices, type CustomerNoticesProps } from "./components/CustomerNotices.js";
export {
  Paywall,
  type PaywallProps,
  type PaywallState,
  Protect,
  type ProtectProps,
  Show,
  type ShowProps,
  usePaywall,
} from "./components/Gates.js";
export { PricingTable, type PricingTableProps } from "./components/PricingTable.js";
export { UsageMeter, type UsageMeterProps } from "./components/UsageMeter.js";
export { type CustomerNotice, useCustomerNotices } from "./components/useCustomerNotices.js";
export {
  type UsageLevel,
  type UsageMeterOptions,
  type UsageMeterState,
  useUsageMeter,
} from "./components/useUsageMeter.js";
export {
  type Answer,
  type Condition,
  type GateAnswer,
  type Status,
  useConfig,
  useEntitlement,
  useFlag,
} from "./gates.js";
export {
  type Completion,
  type PlansState,
  type QuoteState,
  type TollgateState,
  useCheckout,
  useCheckoutCompletion,
  useCustomer,
  usePlans,
  useQuote,
  useTollgate,
  useVoucher,
} from "./hooks.js";
export type { FromServer } from "./hydration.js";
export { TollgateProvider, type TollgateProviderProps } from "./provider.js";
export type { FeatureValue, Line } from "./table/line.js";
export type { PlanStatus } from "./table/plan-status.js";
export type { Period } from "./table/price.js";
export type { PriceSummary } from "./table/price-summary.js";
export type { QuantityInput } from "./table/quantity-input.js";
export { type PricingTableOptions, usePricingTable } from "./table/usePricingTable.js";
export type {
  AddonView,
  AppliedVoucher,
  PlanSelection,
  PlanView,
  PricingTableState,
  QuantityInputView,
  VoucherFailure,
  VoucherView,
} from "./table/view.js";
export { type TextOverrides, type Texts, texts } from "./texts.js";
