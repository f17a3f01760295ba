export {
  Paywall,
  type PaywallProps,
  Protect,
  type ProtectProps,
  Show,
  type ShowProps,
} from "./components/Gates.js";
export { PricingTable, type PricingTableProps } from "./components/PricingTable.js";
export { UsageMeter, type UsageMeterProps } from "./components/UsageMeter.js";
export type { FromServer } from "./first.js";
export {
  type Answer,
  type Condition,
  type GateAnswer,
  type Standing,
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
export { TollgateProvider, type TollgateProviderProps } from "./provider.js";
export type { Figures } from "./table/figures.js";
export type { Knob } from "./table/knob.js";
export type { Given, Line } from "./table/line.js";
export type { Period } from "./table/price.js";
export { type PricingTableOptions, usePricingTable } from "./table/usePricingTable.js";
export type {
  AddonView,
  AppliedVoucher,
  KnobView,
  PlanSelection,
  PlanView,
  PricingTableState,
  VoucherFailure,
  VoucherView,
} from "./table/view.js";
export { type TextOverrides, type Texts, texts } from "./texts.js";
