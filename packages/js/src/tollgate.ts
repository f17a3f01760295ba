/** The client: one environment and, with an access token, one customer. */

import { unreachable } from "./answer.js";
import { Clock } from "./clock.js";
import { Edge } from "./edge.js";
import { QuoteError } from "./error.js";
import { configOf, isOn, trapped } from "./gate.js";
import { Handle } from "./handle.js";
import type { PricingClient } from "./pricing.js";
import { Refresher } from "./refresh.js";
import { Status } from "./status.js";
import { TokenState } from "./token-state.js";
import { pageStorage, TokenStorage } from "./token-storage.js";
import type {
  ConfigKey,
  Configured,
  Fallback,
  FeatureKey,
  FlagKey,
  PlanKey,
  PriceKey,
} from "./typed-keys.js";
import type {
  CheckOptions,
  Checkout,
  CheckoutOptions,
  Customer,
  HandedToken,
  PreviewOptions,
  Pricing,
  QuoteSelection,
  Redemption,
  Snapshot,
  TollgateClient,
  TollgateOptions,
  VoucherPreview,
  WasmSource,
} from "./types.js";
import type { Decision, Quote, Scenario } from "./wasm/gate/gate.js";
import { start } from "./wasm.js";

/** A token that is younger than this needs no other at once. */
const freshMillis = 60_000;

export class Tollgate implements TollgateClient {
  readonly #clock = new Clock();
  readonly #edge: Edge;
  readonly #storage: TokenStorage;
  readonly #state: TokenState;
  readonly #refresher: Refresher;
  readonly #status: Status;
  readonly #quote: WasmSource | undefined;
  readonly #handed: HandedToken | null;
  #pricingLoading: Promise<PricingClient> | null = null;

  private constructor(options: TollgateOptions) {
    const edge = new Edge(options, this.#clock);
    const storage = options.storage === undefined ? pageStorage() : options.storage;
    this.#edge = edge;
    this.#storage = new TokenStorage(
      edge.hasSession ? storage : null,
      `tollgate:${options.publishableKey}`,
      edge.hasSession && options.storage !== null,
      (stored) => this.#refresher.receive(stored),
    );
    this.#state = new TokenState(options, edge, this.#clock, this.#storage);
    this.#status = new Status(this.#state, this.#clock);
    this.#refresher = new Refresher(this.#state, this.#storage, this.#clock, () => this.#publish());
    this.#quote = options.wasm?.quote;
    this.#handed = (edge.hasSession && options.handed) || null;
  }

  /**
   * Loads the gate. With a token that was kept or handed over it is ready at once, and refreshes behind unless that is
   * fresh; else it is ready when the first answer of the edge is there. An edge that is out of reach leaves every gate
   * closed, and is tried again.
   *
   * Rejects with a `TollgateError` where the options are wrong or the WebAssembly cannot be started.
   */
  static async load(options: TollgateOptions): Promise<Tollgate> {
    const client = new Tollgate(options);
    try {
      await client.#start();
    } catch (error) {
      client.close();
      throw error;
    }
    return client;
  }

  /** Asks the edge while the WebAssembly is under way, unless what was handed over is fresh. */
  async #start(): Promise<void> {
    const restoring = this.#state.restore();
    restoring.catch(() => {});
    const received = this.#handed ? await this.#state.receive(this.#handed) : false;
    const isFresh = received && this.#clock.now() - this.#issuedAt < freshMillis;
    const refreshing = this.#edge.hasSession && !isFresh ? this.refresh() : Promise.resolve();
    refreshing.catch(() => {});
    if ((await restoring) || received) {
      this.#refresher.arm();
      this.#publish();
    } else {
      await refreshing.catch(() => {});
    }
  }

  get #issuedAt(): number {
    return this.#state.gate?.summary.issuedAt ?? Number.NEGATIVE_INFINITY;
  }

  #publish(): void {
    this.#status.publish(this.#refresher.error);
  }

  // Answers.

  check(feature: FeatureKey, options?: CheckOptions): Decision {
    const decision = this.#state.check(feature, options);
    // Not here and now: whoever is told may be asking.
    if (decision.reason === "tokenExpired") queueMicrotask(() => this.#look());
    return decision;
  }

  flag(feature: FlagKey): boolean {
    return isOn(this.check(feature));
  }

  value<K extends ConfigKey, T extends Fallback<K>>(feature: K, fallback: T): Configured<K, T> {
    return configOf(this.check(feature), fallback);
  }

  hasPlan(plan: PlanKey): boolean {
    return this.#status.snapshot.customer?.plans.includes(plan) ?? false;
  }

  token(): string | null {
    return this.#state.token;
  }

  customer(): Customer | null {
    return this.#status.snapshot.customer;
  }

  #look(): void {
    this.#refresher.look();
    this.#status.look();
  }

  // Its status. Both are used without their object, by `useSyncExternalStore` for one.

  subscribe = (listener: () => void): (() => void) => this.#status.subscribe(listener);

  getSnapshot = (): Snapshot => this.#status.snapshot;

  // What is for sale.

  /** Loaded when first wanted: a page that only gates needs none of it. */
  #pricing(): Promise<PricingClient> {
    this.#pricingLoading ??= import("./pricing.js").then(
      ({ PricingClient }) =>
        new PricingClient(this.#edge, this.#quote, { Handle, QuoteError, start, trapped }),
      (cause) => {
        this.#pricingLoading = null;
        throw unreachable("pricing.js", cause);
      },
    );
    return this.#pricingLoading;
  }

  async pricing(): Promise<Pricing> {
    return (await this.#pricing()).pricing();
  }

  async quote(selection: QuoteSelection): Promise<Quote> {
    return (await this.#pricing()).quote(selection, this.#state.record, this.#clock.now());
  }

  async scenario(plan: PlanKey, price?: PriceKey): Promise<Scenario> {
    return (await this.#pricing()).scenario(plan, price, this.#state.record);
  }

  readonly voucher = {
    preview: async (code: string, options?: PreviewOptions): Promise<VoucherPreview> =>
      (await this.#pricing()).preview(code, options),
    redeem: async (code: string): Promise<Redemption> =>
      this.#changed((await this.#pricing()).redeem(code)),
  };

  async checkout(options: CheckoutOptions): Promise<Checkout> {
    return this.#changed((await this.#pricing()).checkout(options));
  }

  /** What came of a change at the edge, once this client knows of it. */
  async #changed<T>(change: Promise<T>): Promise<T> {
    const result = await change;
    await this.#refresher.runAfter();
    return result;
  }

  refresh(): Promise<void> {
    return this.#refresher.run(Date.now());
  }

  close(): void {
    this.#edge.close();
    this.#storage.close();
    this.#refresher.close();
    this.#status.close();
  }
}
