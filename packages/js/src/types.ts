/** What the client is told and what it tells. What the core knows is declared by the core, in `wasm/`. */

import type { TollgateError } from "./error.js";
import type {
  AddonKey,
  ByKey,
  ConfigKey,
  Configured,
  Fallback,
  FeatureKey,
  FlagKey,
  MeterKey,
  PlanKey,
  PriceKey,
} from "./typed-keys.js";
import type * as core from "./wasm/gate/gate.js";
import type {
  Constraints,
  Decision,
  Effects,
  Quote,
  Reason,
  Scenario,
  Selection,
  Subscription,
  Timestamp,
  TokenSummary,
} from "./wasm/gate/gate.js";

/** A session for one customer: made by your backend for whoever is signed in. */
export type AccessToken = string | (() => string | Promise<string>);

/**
 * Where a WebAssembly module comes from: an address, an answer that has it, its bytes, or what was compiled from them.
 */
export type WasmSource =
  | string
  | URL
  | Response
  | Promise<Response>
  | BufferSource
  | WebAssembly.Module;

/** A public key as a key set publishes it (RFC 8037). */
export interface PublicJwk {
  kty: "OKP";
  crv: "Ed25519";
  kid: string;
  x: string;
  alg?: string;
  use?: string;
}

/** A key set (RFC 7517). Keys that are not ours are ignored. */
export interface JwkSet {
  keys: (PublicJwk | Record<string, unknown>)[];
}

/** Where the last good token is kept between visits: `localStorage` fits. */
export interface TollgateStorage {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
}

export interface TollgateOptions {
  /** `pk_…`; it says which environment this is. */
  publishableKey: string;
  /** Who it is for; without one there are prices and quotes, and every gate is closed. */
  accessToken?: AccessToken;
  /** The base URL of the edge; the page's own origin by default. */
  endpoint?: string;
  /** The `iss` of its tokens; the endpoint by default. */
  issuer?: string;
  /** The customer's id, where it is known: a token that was kept for somebody else is not used. */
  customer?: string;
  /** A token that came with the page: verified here, and used where it is newer than what was kept. */
  handed?: HandedToken | null;
  /** Where to keep the last good token; `localStorage` by default, `null` for nowhere. */
  storage?: TollgateStorage | null;
  /** The keys that tokens are verified with, for a page that must not trust the network for them. */
  keys?: JwkSet | readonly PublicJwk[];
  /** How to reach the edge; the global `fetch` by default. */
  fetch?: typeof globalThis.fetch;
  /** Where the WebAssembly comes from; beside the code by default. */
  wasm?: { gate?: WasmSource; quote?: WasmSource };
}

/** A token, and what the edge says of its customer beside it. */
export interface HandedToken {
  token: string;
  customer: CustomerRecord;
}

/** What is asked of the gate beside the feature. */
export interface CheckOptions {
  /** Units of a meter; 1 by default. What is no count of units is never allowed. */
  requested?: number | undefined;
  /** A flag that must be on as well. */
  flag?: FlagKey | undefined;
}

/** A subscription that has not ended, as it is now. */
export type CustomerSubscription = Subscription;

/** One use of a voucher. */
export interface Redemption {
  id: string;
  /** The voucher's key. */
  voucher: string;
  /** The code that was typed, normalized. */
  code: string;
  effects: Effects;
  redeemedAt: Timestamp;
  /** When the last of its effects ends by itself; null where none does. */
  expiresAt: Timestamp | null;
  /** Whether its discount goes with another's. */
  stacks?: boolean;
  subscription?: string;
}

/** What the edge says of a customer beside the token. */
export interface CustomerRecord {
  id: string;
  name: string | null;
  /** Those that have not ended: paused and suspended ones too. */
  subscriptions: CustomerSubscription[];
  /** The groups of plans in which a trial was begun. */
  trials: string[];
  /** Those still in force. */
  redemptions: Redemption[];
}

/** The customer, for display. What may be used is decided from the token alone. */
export interface Customer extends CustomerRecord {
  /** Keys of the plans that are held. */
  plans: string[];
  suspended: boolean;
  /** The gate's answer for one unit of each feature. */
  entitlements: Record<string, Decision>;
}

/** The status of the client. A new object whenever an answer may have changed, the same one otherwise. */
export interface Snapshot {
  /** `loading` until there is a token or it is known why not; `ready` with a token; else `unavailable`. */
  status: "loading" | "ready" | "unavailable";
  /** Why nothing is allowed whatever is asked; null where the token decides. */
  reason: Reason | null;
  /** Whether answers come from a token past its expiry. */
  stale: boolean;
  /** The token in brief. */
  token: TokenSummary | null;
  customer: Customer | null;
  /** Why the last refresh failed; null when it did not. */
  error: TollgateError | null;
  /** Grows by one with each change. */
  version: number;
}

/** A feature of the catalogue. */
export type Feature = core.Feature & { key: FeatureKey };
/** A price of the catalogue. */
export type Price = core.Price & { key: PriceKey };
/** An add-on of the catalogue. */
export type Addon = Omit<core.Addon, "key" | "prices"> & { key: AddonKey; prices: Price[] };
/** A plan with all that it inherits. */
export type PricedPlan = Omit<core.PricedPlan, "key" | "prices"> & {
  key: PlanKey;
  prices: Price[];
};
/** What is for sale. */
export type Pricing = Omit<core.Pricing, "plans" | "addons" | "features"> & {
  plans: PricedPlan[];
  addons: Addon[];
  features: Feature[];
};

/** What is quoted: a selection, and codes of vouchers that were previewed or redeemed. */
export interface QuoteSelection
  extends Omit<Selection, "plan" | "price" | "quantities" | "addons" | "usage"> {
  plan: PlanKey;
  /** One of its prices; may be absent for a free plan and for one with a single price. */
  price?: PriceKey;
  /** Quantities by meter, such as seats; one that is not named counts as the units included, at least 1. */
  quantities?: ByKey<MeterKey, number>;
  /** Quantities by add-on, each at least 1. */
  addons?: ByKey<AddonKey, number>;
  /** Units expected in a billing period, by meter that is charged by usage; 0 for one that is not named. */
  usage?: ByKey<MeterKey, number>;
  vouchers?: readonly string[];
}

/** A voucher that can be redeemed, without its codes. */
export interface VoucherPreview {
  valid: true;
  /** The code that was typed, normalized. */
  code: string;
  voucher: { key: string; name?: string; effects: Effects; constraints?: Constraints };
}

/** What a voucher is previewed for, where that is known already. */
export interface PreviewOptions {
  plan?: PlanKey;
  price?: PriceKey;
  currency?: string;
}

/** What is bought. */
export interface CheckoutOptions extends QuoteSelection {
  /** One code, or `vouchers` for several. */
  voucher?: string;
  /** Where the payment page, if there is one, returns to. */
  successUrl?: string;
  cancelUrl?: string;
}

/** How a checkout goes on. */
export interface Checkout {
  /** The billing provider; `none` where the change is made at once. */
  provider: string;
  status: "complete" | "open";
  /** Where to go next; null for nowhere. */
  url: string | null;
  subscription?: CustomerSubscription;
  redemptions?: Redemption[];
}

/** A client for one environment and, with an access token, one customer. */
export interface TollgateClient {
  /** Whether the customer may use a feature now, and why. Synchronous; never throws; what is unknown is denied. */
  check(feature: FeatureKey, options?: CheckOptions): Decision;
  /** Whether a flag or a boolean is on. */
  flag(feature: FlagKey): boolean;
  /** The value of a config; `fallback` where the customer has none. */
  value<K extends ConfigKey, T extends Fallback<K>>(feature: K, fallback: T): Configured<K, T>;
  /** Whether a plan is held. */
  hasPlan(plan: PlanKey): boolean;
  /** The token itself, for your own server to verify: `Authorization: Bearer …`. Null where there is none. */
  token(): string | null;
  /** The customer; null until there is a token. The same object between changes. */
  customer(): Customer | null;
  /** Calls `listener` after each change; returns what ends that. */
  subscribe(listener: () => void): () => void;
  /** The status of the client; the same object between changes. */
  getSnapshot(): Snapshot;
  /** Fetches a new token now. Calls at the same time share one request. Rejects with a `TollgateError`. */
  refresh(): Promise<void>;
  /** The plans for sale; fetched once and again after a minute. */
  pricing(): Promise<Pricing>;
  /** What a selection costs, computed here. Rejects with a `QuoteError` that has every reason. */
  quote(selection: QuoteSelection): Promise<Quote>;
  /** What choosing a plan at one of its prices would be, for the customer as they are now. */
  scenario(plan: PlanKey, price?: PriceKey): Promise<Scenario>;
  readonly voucher: {
    /** What a code would do. Rejects where it cannot be redeemed. */
    preview(code: string, options?: PreviewOptions): Promise<VoucherPreview>;
    /** Redeems a code for the customer, and refreshes. */
    redeem(code: string): Promise<Redemption>;
  };
  /** Buys a selection or changes to it, and refreshes. */
  checkout(options: CheckoutOptions): Promise<Checkout>;
  /** Stops refreshing; answers go on from what is known. */
  close(): void;
}
