/** The client: one environment and, with an access token, one customer. */

import { Clock } from "./clock.js";
import { Edge } from "./edge.js";
import { configOf, isOn } from "./gate.js";
import { baseUrl, environmentOf } from "./identity.js";
import { Keeper, pageStorage } from "./memory.js";
import { Pass } from "./pass.js";
import { Renewal } from "./renewal.js";
import { Shop } from "./shop.js";
import { Standing } from "./standing.js";
import type {
  CheckOptions,
  Checkout,
  CheckoutOptions,
  Customer,
  PreviewOptions,
  QuoteSelection,
  Redemption,
  Snapshot,
  TollgateClient,
  TollgateOptions,
  VoucherPreview,
} from "./types.js";
import type { Decision, Pricing, Quote, Scenario } from "./wasm/gate/gate.js";
import { type GateModule, loadGate } from "./wasm.js";

export class Tollgate implements TollgateClient {
  readonly #clock = new Clock();
  readonly #edge: Edge;
  readonly #keeper: Keeper;
  readonly #pass: Pass;
  readonly #renewal: Renewal;
  readonly #standing: Standing;
  readonly #shop: Shop;

  private constructor(options: TollgateOptions, module: Promise<GateModule>) {
    const { publishableKey, accessToken, customer, keys } = options;
    const environment = environmentOf(publishableKey);
    const endpoint = baseUrl(options.endpoint);
    const clock = this.#clock;
    const edge = new Edge({
      endpoint,
      publishableKey,
      accessToken,
      fetch: options.fetch ?? ((...args) => globalThis.fetch(...args)),
      onTime: (server, asked, answered) => clock.learn(server, asked, answered),
    });
    const name = `tollgate:${publishableKey}`;
    const storage = options.storage === undefined ? pageStorage() : options.storage;
    const keeper = new Keeper(
      edge.hasSession ? storage : null,
      name,
      edge.hasSession && options.storage !== null,
      (memory) => this.#renewal.hear(memory),
    );
    const pass = new Pass({
      module,
      edge,
      clock,
      keeper,
      environment,
      issuer: options.issuer ?? endpoint,
      ...(customer !== undefined && { customer }),
      ...(keys && { keys }),
    });
    this.#edge = edge;
    this.#keeper = keeper;
    this.#pass = pass;
    this.#standing = new Standing(pass, clock, edge.hasSession ? "loading" : "unavailable");
    this.#renewal = new Renewal({ pass, edge, clock, keeper, name, onChange: () => this.#tell() });
    this.#shop = new Shop(edge, options.wasm?.quote);
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
    const client = new Tollgate(options, loadGate(options.wasm?.gate));
    try {
      await client.#start();
    } catch (error) {
      client.close();
      throw error;
    }
    return client;
  }

  /** Asks the edge while the WebAssembly is under way. */
  async #start(): Promise<void> {
    const recalling = this.#pass.recall();
    const refreshing = this.#edge.hasSession ? this.refresh() : Promise.resolve();
    refreshing.catch(() => {});
    if (await recalling) {
      this.#renewal.arm();
      this.#tell();
    } else {
      await refreshing.catch(() => {});
    }
  }

  #tell(): void {
    this.#standing.publish(this.#renewal.error);
  }

  // Answers.

  check(feature: string, options?: CheckOptions): Decision {
    const decision = this.#pass.check(feature, options);
    // Not here and now: whoever is told may be asking.
    if (decision.reason === "tokenExpired") queueMicrotask(() => this.#look());
    return decision;
  }

  flag(feature: string): boolean {
    return isOn(this.check(feature));
  }

  value<T>(feature: string, fallback: T): T {
    return configOf(this.check(feature), fallback);
  }

  hasPlan(plan: string): boolean {
    return this.#standing.snapshot.customer?.plans.includes(plan) ?? false;
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

  pricing(): Promise<Pricing> {
    return this.#shop.pricing();
  }

  quote(selection: QuoteSelection): Promise<Quote> {
    return this.#shop.quote(selection, this.#pass.record, this.#clock.now());
  }

  scenario(plan: string, price?: string): Promise<Scenario> {
    return this.#shop.scenario(plan, price, this.#pass.record, this.#clock.now());
  }

  readonly voucher = {
    preview: (code: string, options?: PreviewOptions): Promise<VoucherPreview> =>
      this.#shop.preview(code, options),
    redeem: async (code: string): Promise<Redemption> => {
      const redemption = await this.#edge.json<Redemption>("/v1/client/vouchers/redeem", {
        body: { code },
        session: true,
      });
      await this.#renewal.runAfter();
      return redemption;
    },
  };

  async checkout(options: CheckoutOptions): Promise<Checkout> {
    const result = await this.#edge.json<Checkout>("/v1/client/checkout", {
      body: options,
      session: true,
    });
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
