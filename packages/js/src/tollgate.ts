/** The client: one environment and, with an access token, one customer. */

import { Clock } from "./clock.js";
import { Edge } from "./edge.js";
import { ApiError, TokenError, TollgateError } from "./error.js";
import { configOf, deny, Gate, isOn, readKeys, units } from "./gate.js";
import { type CustomerRecord, isRecord, Keeper, type Memory, pageStorage } from "./memory.js";
import type {
  ConfigKey,
  Configured,
  Fallback,
  FeatureKey,
  FlagKey,
  PlanKey,
  PriceKey,
} from "./register.js";
import { onReturn, pause, renewal, Timer } from "./schedule.js";
import { Shop } from "./shop.js";
import type {
  CheckOptions,
  Checkout,
  CheckoutOptions,
  Customer,
  PreviewOptions,
  Pricing,
  QuoteSelection,
  Redemption,
  Snapshot,
  TollgateClient,
  TollgateOptions,
  VoucherPreview,
} from "./types.js";
import type { Decision, Keys, Quote, Reason, Scenario } from "./wasm/gate/gate.js";
import { type GateModule, loadGate } from "./wasm.js";

const leewayMillis = 60_000;
/** A page that comes back asks anew where what it knows is older than this. */
const freshMillis = 60_000;

/** `pk_<kind>_<env>_<random>`: the environment's id. */
function environmentOf(publishableKey: string): string {
  const [prefix, kind, environment, random] = publishableKey.split("_");
  if (prefix !== "pk" || (kind !== "sandbox" && kind !== "live") || !environment || !random) {
    throw new TollgateError(
      "publishable_key_malformed",
      "`publishableKey` is no publishable key; it looks like `pk_sandbox_…` or `pk_live_…`",
    );
  }
  return `env_${environment}`;
}

/** The customer that a session names, unverified: only to know whose token was kept. */
function customerOf(session: unknown): string | undefined {
  try {
    const payload = String(session).split(".")[1] ?? "";
    const { sub } = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
    return typeof sub === "string" ? sub : undefined;
  } catch {
    return undefined;
  }
}

function baseUrl(endpoint: string | undefined): string {
  const address = endpoint ?? globalThis.location?.origin;
  if (!address)
    throw new TollgateError("endpoint_missing", "say where the edge is with `endpoint`");
  return address.replace(/\/+$/, "");
}

interface ClientToken {
  token: string;
  customer: CustomerRecord;
}

export class Tollgate implements TollgateClient {
  readonly #options: TollgateOptions;
  readonly #environment: string;
  readonly #issuer: string;
  readonly #module: GateModule;
  readonly #edge: Edge;
  readonly #shop: Shop;
  readonly #keeper: Keeper;
  readonly #clock = new Clock();
  readonly #renewal = new Timer();
  readonly #change = new Timer();
  readonly #listeners = new Set<() => void>();
  readonly #endReturn: () => void;

  #keys: Keys | null = null;
  #jwks: string | null = null;
  #token: string | null = null;
  #gate: Gate | null = null;
  #record: CustomerRecord | null = null;
  #reason: Reason = "tokenMissing";
  #epoch = 0;
  #fetchedAt = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #error: TollgateError | null = null;
  #refreshing: Promise<void> | null = null;
  #isClosed = false;
  #snapshot: Snapshot;

  private constructor(options: TollgateOptions, module: GateModule) {
    this.#options = options;
    this.#module = module;
    this.#environment = environmentOf(options.publishableKey);
    const endpoint = baseUrl(options.endpoint);
    this.#issuer = options.issuer ?? endpoint;
    this.#edge = new Edge({
      endpoint,
      publishableKey: options.publishableKey,
      accessToken: options.accessToken,
      fetch: options.fetch ?? ((...args) => globalThis.fetch(...args)),
      onTime: (server, asked, answered) => this.#clock.learn(server, asked, answered),
    });
    this.#shop = new Shop(this.#edge, options.wasm?.quote);
    const storage = options.storage === undefined ? pageStorage() : options.storage;
    this.#keeper = new Keeper(
      this.#edge.hasSession ? storage : null,
      `tollgate:${options.publishableKey}`,
      (memory) => this.#hear(memory),
    );
    if (options.keys) this.#keys = readKeys(module, options.keys);
    this.#snapshot = this.#compose(this.#edge.hasSession ? "loading" : "unavailable", 0);
    this.#endReturn = onReturn((reconnected) => this.#return(reconnected));
  }

  /**
   * Loads the gate. With a token that was kept it is ready at once and refreshes behind; else it is ready when the first
   * answer of the edge is there. An edge that is out of reach leaves every gate closed, and is tried again.
   *
   * Rejects with a `TollgateError` where the options are wrong or the WebAssembly cannot be started.
   */
  static async load(options: TollgateOptions): Promise<Tollgate> {
    environmentOf(options.publishableKey);
    baseUrl(options.endpoint);
    const client = new Tollgate(options, await loadGate(options.wasm?.gate));
    const recalled = client.#recall();
    if (client.#edge.hasSession) {
      const refreshed = client.refresh().catch(() => {});
      if (!recalled) await refreshed;
    }
    return client;
  }

  // Answers.

  check(feature: FeatureKey, options?: CheckOptions): Decision {
    const requested = units(options?.requested);
    try {
      return (
        this.#gate?.check(feature, options, this.#clock.now()) ??
        deny(feature, requested, this.#reason)
      );
    } catch {
      return deny(String(feature), requested, "tokenInvalid");
    }
  }

  flag(feature: FlagKey): boolean {
    return isOn(this.check(feature));
  }

  value<K extends ConfigKey, T extends Fallback<K>>(feature: K, fallback: T): Configured<K, T> {
    return configOf(this.check(feature), fallback);
  }

  hasPlan(plan: PlanKey): boolean {
    return this.#snapshot.customer?.plans.includes(plan) ?? false;
  }

  token(): string | null {
    return this.#gate && this.#token;
  }

  customer(): Customer | null {
    return this.#snapshot.customer;
  }

  // How it stands. Both are used without their object, by `useSyncExternalStore` for one.

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  getSnapshot = (): Snapshot => this.#snapshot;

  // What is for sale.

  pricing(): Promise<Pricing> {
    return this.#shop.pricing();
  }

  quote(selection: QuoteSelection): Promise<Quote> {
    return this.#shop.quote(selection, this.#record, this.#clock.now());
  }

  scenario(plan: PlanKey, price?: PriceKey): Promise<Scenario> {
    return this.#shop.scenario(plan, price, this.#record, this.#clock.now());
  }

  readonly voucher = {
    preview: (code: string, options?: PreviewOptions): Promise<VoucherPreview> =>
      this.#shop.preview(code, options),
    redeem: async (code: string): Promise<Redemption> => {
      const redemption = await this.#edge.json<Redemption>("/v1/client/vouchers/redeem", {
        body: { code },
        session: true,
      });
      await this.#refreshAfter();
      return redemption;
    },
  };

  async checkout(options: CheckoutOptions): Promise<Checkout> {
    const result = await this.#edge.json<Checkout>("/v1/client/checkout", {
      body: options,
      session: true,
    });
    await this.#refreshAfter();
    return result;
  }

  // Refreshing.

  refresh(): Promise<void> {
    this.#refreshing ??= this.#fetch().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  close(): void {
    this.#isClosed = true;
    this.#edge.close();
    this.#keeper.close();
    this.#renewal.stop();
    this.#change.stop();
    this.#endReturn();
    this.#listeners.clear();
  }

  /** After a change at the edge: what is under way may not know of it yet. It is done, whether or not this succeeds. */
  async #refreshAfter(): Promise<void> {
    await this.#refreshing?.catch(() => {});
    await this.refresh().catch(() => {});
  }

  async #fetch(): Promise<void> {
    try {
      const answer = await this.#edge.json<Partial<ClientToken> | null>("/v1/client/token", {
        session: true,
      });
      const { token, customer } = answer ?? {};
      if (typeof token !== "string" || !isRecord(customer)) {
        throw new TollgateError(
          "answer_malformed",
          "the edge answered without a token; check the endpoint",
        );
      }
      await this.#accept(token, customer);
      this.#failures = 0;
      this.#error = null;
      this.#fetchedAt = Date.now();
    } catch (error) {
      if (this.#isClosed) return;
      this.#fail(error);
      throw this.#error;
    } finally {
      if (!this.#isClosed) {
        this.#publish();
        this.#arm();
      }
    }
  }

  /** Verifies a token that was fetched, and keeps it. Keys are fetched when they are not known. */
  async #accept(token: string, customer: CustomerRecord): Promise<void> {
    let result = this.#keys && this.#verify(token, this.#keys, this.#epoch, true);
    const isUnknown =
      result && !(result instanceof Gate) && result.error.code === "token_unknown_key";
    if (!this.#options.keys && (!result || isUnknown)) {
      const jwks = await this.#edge.text(`/v1/environments/${this.#environment}/jwks.json`);
      this.#keys = readKeys(this.#module, jwks);
      this.#jwks = jwks;
      result = this.#verify(token, this.#keys, this.#epoch, true);
    }
    if (!(result instanceof Gate)) {
      if (!this.#gate && result) this.#reason = result.reason;
      throw (
        result?.error ??
        new TokenError("token_unknown_key", "there are no keys to verify with", null)
      );
    }
    this.#expect(result);
    this.#adopt(token, result, customer);
    this.#keeper.keep({
      token,
      jwks: this.#jwks,
      customer,
      epoch: this.#epoch,
      offset: this.#clock.offset,
    });
  }

  /** `grace` says whether the token may outlive its expiry: it may while nobody who was asked has refused. */
  #verify(token: string, keys: Keys, epoch: number, grace: boolean) {
    const expected = {
      issuer: this.#issuer,
      audience: this.#environment,
      leewayMillis,
      epoch,
      grace,
    };
    return Gate.verify(this.#module, token, keys, expected, this.#clock.now());
  }

  /** Refuses a token for somebody else than the one who is named. */
  #expect(gate: Gate): void {
    const { customer } = this.#options;
    if (customer !== undefined && customer !== gate.summary.customer) {
      throw new TollgateError(
        "customer_mismatch",
        `the access token is for \`${gate.summary.customer}\`, not \`${customer}\``,
      );
    }
  }

  #adopt(token: string, gate: Gate, record: CustomerRecord): void {
    this.#token = token;
    this.#gate = gate;
    this.#record = record;
    this.#epoch = Math.max(this.#epoch, gate.summary.epoch);
  }

  /** Takes up what was kept, if it is for the same customer and still good. */
  #recall(): boolean {
    const memory = this.#keeper.recall();
    if (!memory) return false;
    const { accessToken, customer = customerOf(accessToken) } = this.#options;
    if (customer !== undefined && customer !== memory.customer.id) {
      this.#keeper.forget();
      return false;
    }
    this.#clock.offset = memory.offset;
    return this.#take(memory);
  }

  #take(memory: Memory): boolean {
    try {
      const keys = this.#options.keys ? this.#keys : readKeys(this.#module, memory.jwks ?? "");
      if (!keys) return false;
      const result = this.#verify(memory.token, keys, Math.max(this.#epoch, memory.epoch), true);
      if (!(result instanceof Gate)) {
        if (!this.#gate) this.#reason = result.reason;
        return false;
      }
      this.#expect(result);
      if (result.summary.customer !== memory.customer.id) return false;
      this.#keys = keys;
      this.#jwks = memory.jwks;
      this.#epoch = Math.max(this.#epoch, memory.epoch);
      this.#adopt(memory.token, result, memory.customer);
      this.#publish();
      this.#arm();
      return true;
    } catch {
      return false;
    }
  }

  /** Another tab has a token: it saves this one the asking, where it is for the same customer and newer. */
  #hear(memory: Memory): void {
    const current = this.#gate?.summary;
    if (!current || this.#isClosed || memory.customer.id !== current.customer) return;
    const before = { token: this.#token, gate: this.#gate, record: this.#record };
    if (!this.#take(memory)) return;
    if (
      this.#gate &&
      this.#gate.summary.issuedAt < current.issuedAt &&
      before.token &&
      before.gate &&
      before.record
    ) {
      this.#adopt(before.token, before.gate, before.record);
      this.#publish();
      return;
    }
    this.#fetchedAt = Date.now();
    this.#failures = 0;
    this.#error = null;
  }

  #fail(error: unknown): void {
    this.#failures += 1;
    this.#error =
      error instanceof TollgateError
        ? error
        : new TollgateError("unexpected", String(error), { cause: error });
    const isRefused =
      error instanceof ApiError &&
      (error.status === 401 || error.status === 403 || error.status === 404);
    if (!isRefused) return;
    // The edge was reached and refuses: no grace, and nothing for the next visit.
    this.#keeper.forget();
    if (!this.#token || !this.#keys) return;
    const result = this.#verify(this.#token, this.#keys, this.#epoch, false);
    if (result instanceof Gate) {
      this.#gate = result;
    } else {
      this.#gate = null;
      this.#reason = result.reason;
    }
  }

  /** The page came back: what it knows may be old. */
  #return(reconnected: boolean): void {
    if (!this.#edge.hasSession || this.#isClosed) return;
    const isOld = Date.now() - this.#fetchedAt > freshMillis;
    if (isOld || (reconnected && this.#error)) this.refresh().catch(() => {});
  }

  #arm(): void {
    if (!this.#edge.hasSession) return;
    const summary = this.#gate?.summary;
    const asked = this.#error instanceof ApiError ? this.#error.retryAfterMillis : null;
    const wait =
      this.#failures > 0 || !summary
        ? pause(Math.max(this.#failures, 1), Math.random(), asked)
        : renewal(summary.issuedAt, summary.expiresAt, Math.random()) - this.#clock.now();
    this.#renewal.arm(wait, () => this.refresh().catch(() => {}));
  }

  // The snapshot.

  #compose(status: Snapshot["status"], version: number): Snapshot {
    const now = this.#clock.now();
    const gate = this.#gate;
    const probe = gate?.check("", undefined, now);
    const isOver = probe && probe.reason !== "unknownFeature" && probe.reason !== "suspended";
    const reason = gate ? (isOver ? probe.reason : null) : this.#reason;
    return {
      status,
      reason,
      stale: gate !== null && now >= gate.summary.expiresAt,
      token: gate?.summary ?? null,
      customer: gate && this.#record ? this.#customer(gate, this.#record, now) : null,
      error: this.#error,
      version,
    };
  }

  #customer(gate: Gate, record: CustomerRecord, now: number): Customer {
    const { customer, plans, suspended, features } = gate.summary;
    return {
      id: customer,
      name: record.name ?? null,
      plans,
      suspended,
      subscriptions: record.subscriptions,
      redemptions: record.redemptions,
      entitlements: Object.fromEntries(
        features.map((feature) => [feature, gate.check(feature, undefined, now)]),
      ),
    };
  }

  #publish(): void {
    this.#snapshot = this.#compose(
      this.#gate ? "ready" : "unavailable",
      this.#snapshot.version + 1,
    );
    const now = this.#clock.now();
    const next = this.#gate?.nextChange(now) ?? Number.POSITIVE_INFINITY;
    this.#change.arm(next - now, () => this.#publish());
    for (const listener of [...this.#listeners]) listener();
  }
}
