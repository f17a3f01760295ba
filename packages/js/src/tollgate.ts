/** The client: one environment and, with an access token, one customer. */

import { Clock } from "./clock.js";
import { Edge, unreachable } from "./edge.js";
import { QuoteError } from "./error.js";
import { configOf, isOn, trapped } from "./gate.js";
import { Handle } from "./handle.js";
import { Keeper, pageStorage } from "./memory.js";
import { Pass } from "./pass.js";
import type {
  ConfigKey,
  Configured,
  Fallback,
  FeatureKey,
  FlagKey,
  PlanKey,
  PriceKey,
} from "./register.js";
import { Renewal } from "./renewal.js";
import type { Shop } from "./shop.js";
import { Standing } from "./standing.js";
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
  readonly #keeper: Keeper;
  readonly #pass: Pass;
  readonly #renewal: Renewal;
  readonly #standing: Standing;
  readonly #quote: WasmSource | undefined;
  readonly #handed: HandedToken | null;
  #opening: Promise<Shop> | null = null;

  private constructor(options: TollgateOptions) {
    const edge = new Edge(options, this.#clock);
    const storage = options.storage === undefined ? pageStorage() : options.storage;
    this.#edge = edge;
    this.#keeper = new Keeper(
      edge.hasSession ? storage : null,
      `tollgate:${options.publishableKey}`,
      edge.hasSession && options.storage !== null,
      (memory) => this.#renewal.hear(memory),
    );
    this.#pass = new Pass(options, edge, this.#clock, this.#keeper);
    this.#standing = new Standing(this.#pass, this.#clock);
    this.#renewal = new Renewal(this.#pass, this.#keeper, this.#clock, () => this.#tell());
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
    const recalling = this.#pass.recall();
    recalling.catch(() => {});
    const received = this.#handed ? await this.#pass.receive(this.#handed) : false;
    const isFresh = received && this.#clock.now() - this.#issuedAt < freshMillis;
    const refreshing = this.#edge.hasSession && !isFresh ? this.refresh() : Promise.resolve();
    refreshing.catch(() => {});
    if ((await recalling) || received) {
      this.#renewal.arm();
      this.#tell();
    } else {
      await refreshing.catch(() => {});
    }
  }

  get #issuedAt(): number {
    return this.#pass.gate?.summary.issuedAt ?? Number.NEGATIVE_INFINITY;
  }

  #tell(): void {
    this.#standing.publish(this.#renewal.error);
  }

  // Answers.

  check(feature: FeatureKey, options?: CheckOptions): Decision {
    const decision = this.#pass.check(feature, options);
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
    return this.#standing.snapshot.customer?.plans.includes(plan) ?? false;
  }

  token(): string | null {
    return this.#pass.token;
  }

  customer(): Customer | null {
    return this.#standing.snapshot.customer;
  }

  #look(): void {
    this.#renewal.look();
    this.#standing.look();
  }

  // How it stands. Both are used without their object, by `useSyncExternalStore` for one.

  subscribe = (listener: () => void): (() => void) => this.#standing.subscribe(listener);

  getSnapshot = (): Snapshot => this.#standing.snapshot;

  // What is for sale.

  /** Loaded when first wanted: a page that only gates needs none of it. */
  #shop(): Promise<Shop> {
    this.#opening ??= import("./shop.js").then(
      ({ Shop }) => new Shop(this.#edge, this.#quote, { Handle, QuoteError, start, trapped }),
      (cause) => {
        this.#opening = null;
        throw unreachable("shop.js", cause);
      },
    );
    return this.#opening;
  }

  async pricing(): Promise<Pricing> {
    return (await this.#shop()).pricing();
  }

  async quote(selection: QuoteSelection): Promise<Quote> {
    return (await this.#shop()).quote(selection, this.#pass.record, this.#clock.now());
  }

  async scenario(plan: PlanKey, price?: PriceKey): Promise<Scenario> {
    return (await this.#shop()).scenario(plan, price, this.#pass.record, this.#clock.now());
  }

  readonly voucher = {
    preview: async (code: string, options?: PreviewOptions): Promise<VoucherPreview> =>
      (await this.#shop()).preview(code, options),
    redeem: async (code: string): Promise<Redemption> =>
      this.#changed((await this.#shop()).redeem(code)),
  };

  async checkout(options: CheckoutOptions): Promise<Checkout> {
    return this.#changed((await this.#shop()).checkout(options));
  }

  /** What came of a change at the edge, once this client knows of it. */
  async #changed<T>(change: Promise<T>): Promise<T> {
    const result = await change;
    await this.#renewal.runAfter();
    return result;
  }

  refresh(): Promise<void> {
    return this.#renewal.run(Date.now());
  }

  close(): void {
    this.#edge.close();
    this.#keeper.close();
    this.#renewal.close();
    this.#standing.close();
  }
}
