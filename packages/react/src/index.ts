export type {
  AddonView,
  Answer,
  AppliedVoucher,
  Completion,
  Condition,
  FeatureValue,
  FromServer,
  GateAnswer,
  Line,
  Period,
  PlanSelection,
  PlanStatus,
  PlanView,
  PriceSummary,
  PricingTableOptions,
  PricingTableState,
  QuantityInput,
  QuantityInputView,
  QuoteState,
  Status,
  UsageLevel,
  VoucherFailure,
  VoucherView,
} from "@tollgate/js/headless";
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
  type UsageMeterOptions,
  type UsageMeterState,
  useUsageMeter,
} from "./components/useUsageMeter.js";
export { useConfig, useEntitlement, useFlag } from "./gates.js";
export {
  type PlansState,
  type TollgateState,
  useCheckout,
  useCheckoutCompletion,
  useCustomer,
  usePlans,
  useQuote,
  useTollgate,
  useVoucher,
} from "./hooks.js";
export { TollgateProvider, type TollgateProviderProps } from "./provider.js";
export { type TextOverrides, type Texts, type TierText, texts } from "./texts.js";
export { usePricingTable } from "./usePricingTable.js";
