/** The client for servers: every endpoint that takes a secret key, and those that take the operator's. */

import { TollgateError } from "../error.js";
import type { FeatureKey, FlagKey } from "../typed-keys.js";
import {
  BillingResource,
  CatalogResource,
  CustomersResource,
  EntitlementsResource,
  EnvironmentsResource,
  GrantsResource,
  OverridesResource,
  type Schemas,
  SessionsResource,
  SubscriptionsResource,
  TokensResource,
  UsageResource,
  VouchersResource,
} from "./resources.js";
import { type ConnectionOptions, type PostOptions, Transport } from "./transport.js";

/** What the client is told. */
export interface TollgateServerOptions extends ConnectionOptions {
  /** `sk_sandbox_…` or `sk_live_…`. It may do everything in its environment: never give it to a page. */
  secretKey: string;
  /** Called with what `hasAccess` answers false to because the question had no answer. */
  onError?: (error: unknown) => void;
}

/** What the operator's client is told. */
export interface TollgateOperatorOptions extends ConnectionOptions {
  /** The deployment's secret. */
  operatorKey: string;
}

/** What is asked of a check, besides whose and of what. */
export interface ServerCheckOptions extends PostOptions {
  /** Units of a meter; 1 by default. */
  requested?: number;
  /** A flag that must be on as well. */
  flag?: FlagKey;
  /** Whether to take the units in the same step, when allowed. */
  consume?: boolean;
}

/** The edge takes at most so many events at once, and bodies of 256 KiB. */
const batch = { events: 1_000, bytes: 250 * 1024 };

/** Events in batches that the edge takes, in order. */
function* batches(events: readonly Schemas["UsageEvent"][]) {
  const encoder = new TextEncoder();
  let next: Schemas["UsageEvent"][] = [];
  let size = 0;
  for (const event of events) {
    const more = encoder.encode(JSON.stringify(event)).length + 1;
    if (next.length === batch.events || (next.length > 0 && size + more > batch.bytes)) {
      yield next;
      next = [];
      size = 0;
    }
    next.push(event);
    size += more;
  }
  if (next.length > 0) yield next;
}

/**
 * A client for servers, with the secret key of an environment. Keeps nothing but its options: make one, and use it
 * everywhere.
 *
 * Every method rejects with a `TollgateError`: an `ApiError` with `code`, `status`, `requestId` and `errors` where the
 * edge refuses, a `NetworkError` where it is out of reach. A method whose signal ends it rejects with the signal's
 * reason.
 */
export class TollgateServer {
  readonly catalog: CatalogResource;
  readonly customers: CustomersResource;
  readonly entitlements: EntitlementsResource;
  readonly subscriptions: SubscriptionsResource;
  readonly billing: BillingResource;
  readonly grants: GrantsResource;
  readonly overrides: OverridesResource;
  readonly vouchers: VouchersResource;
  readonly usage: UsageResource;
  readonly tokens: TokensResource;
  readonly sessions: SessionsResource;
  readonly #transport: Transport;
  readonly #onError: ((error: unknown) => void) | undefined;

  /** Throws a `TollgateError` where an option is missing or wrong. */
  constructor(options: TollgateServerOptions) {
    if (!/^sk_(sandbox|live)_[!-~]+$/.test(options.secretKey)) {
      throw new TollgateError(
        "secret_key_malformed",
        "`secretKey` is none; it looks like `sk_sandbox_…` or `sk_live_…`",
      );
    }
    const transport = new Transport(options.secretKey, options);
    this.#transport = transport;
    this.#onError = options.onError;
    this.catalog = new CatalogResource(transport);
    this.customers = new CustomersResource(transport);
    this.entitlements = new EntitlementsResource(transport);
    this.subscriptions = new SubscriptionsResource(transport);
    this.billing = new BillingResource(transport);
    this.grants = new GrantsResource(transport);
    this.overrides = new OverridesResource(transport);
    this.vouchers = new VouchersResource(transport);
    this.usage = new UsageResource(transport);
    this.tokens = new TokensResource(transport);
    this.sessions = new SessionsResource(transport);
  }

  /**
   * Asks the gate at the edge, and with `consume` takes the units in the same step. Denials are answers, not errors.
   */
  check(
    customer: string,
    feature: FeatureKey,
    { requested, flag, consume, ...options }: ServerCheckOptions = {},
  ): Promise<Schemas["Decision"]> {
    const body: Schemas["Check"] = {
      customer,
      feature,
      ...(requested === undefined ? {} : { requested }),
      ...(flag === undefined ? {} : { flag }),
      ...(consume === undefined ? {} : { consume }),
    };
    return this.#transport.send("post", "/v1/check", { body }, options);
  }

  /**
   * Whether a customer may use a feature. Fails closed: false where the question has no answer, of which `onError`
   * hears.
   */
  async hasAccess(
    customer: string,
    feature: FeatureKey,
    options?: ServerCheckOptions,
  ): Promise<boolean> {
    try {
      return (await this.check(customer, feature, options)).allowed === true;
    } catch (error) {
      this.#onError?.(error);
      return false;
    }
  }

  /**
   * Records any number of usage events, in order and in batches that the edge takes, and says what became of each.
   *
   * Where a batch fails, those before it are recorded: give every event a `key`, and record them all again.
   */
  async recordUsage(
    events: Schemas["UsageEvent"] | readonly Schemas["UsageEvent"][],
    options: Pick<PostOptions, "signal" | "timeout"> = {},
  ): Promise<Schemas["UsageResult"][]> {
    const results: Schemas["UsageResult"][] = [];
    for (const next of batches("customer" in events ? [events] : events)) {
      const answer = await this.usage.record({ events: next }, options);
      results.push(...answer.results);
    }
    return results;
  }
}

/** A client for the operator of a deployment: makes environments, and lists them. */
export class TollgateOperator {
  readonly environments: EnvironmentsResource;

  /** Throws a `TollgateError` where an option is missing or wrong. */
  constructor(options: TollgateOperatorOptions) {
    if (!options.operatorKey)
      throw new TollgateError("option_missing", "there is no `operatorKey`; give the deployment's");
    this.environments = new EnvironmentsResource(new Transport(options.operatorKey, options));
  }
}
