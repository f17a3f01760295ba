/** What a provider holds for the hooks below it: a client, before and after it is loaded, and the plans. */

import {
  type Pricing,
  type Snapshot,
  Tollgate,
  type TollgateClient,
  type TollgateOptions,
} from "@tollgate/js";
import { type HydrationState, isHydrating } from "./hydration.js";
import type { ServerSnapshot } from "./snapshot/format.js";

/** The client and its status; a new object whenever an answer may have changed. */
export interface View {
  /** The client; until it is loaded the one over the server's snapshot, where there is that; else null. */
  client: TollgateClient | null;
  snapshot: Snapshot | null;
  isLoading: boolean;
  /** Why it could not be loaded. */
  error: Error | null;
}

/** The plans for sale. */
export interface PricingState {
  data: Pricing | null;
  isLoading: boolean;
  error: Error | null;
}

const asError = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(String(thrown)));
/** `setTimeout` counts in 31 bits. */
const longest = 2_147_483_647;

/**
 * A client for one customer and the plans, loaded once it is started.
 *
 * `getServerView` and `getServerPricing` are what a server renders and what hydration begins with, however late a part of the
 * page is hydrated.
 */
export class Store {
  /** The server's snapshot; null without one. */
  readonly made: ServerSnapshot | null;
  readonly #given: TollgateClient | undefined;
  readonly #serverView: View;
  readonly #serverPricing: PricingState;
  readonly #listeners = new Set<() => void>();
  readonly #waiting = new Set<(client: Promise<TollgateClient>) => void>();
  #options: TollgateOptions;
  #view: View;
  #pricing: PricingState;
  #loading: Promise<TollgateClient> | null = null;
  #isWanted = false;
  #end: () => void = () => {};

  /** `hydrate` makes what the first render is drawn from, where no client is given. */
  constructor(
    options: TollgateOptions,
    given: TollgateClient | undefined,
    hydrate: (coming: () => Promise<TollgateClient>) => HydrationState | null,
  ) {
    this.#options = options;
    this.#given = given;
    const made = given ? null : hydrate(() => this.#coming());
    this.made = made?.snapshot ?? null;
    const client = given ?? made?.client ?? null;
    this.#serverView = {
      client,
      snapshot: client?.getSnapshot() ?? null,
      isLoading: !client,
      error: null,
    };
    const pricing = this.made?.pricing ?? null;
    this.#serverPricing = { data: pricing, isLoading: !pricing, error: null };
    this.#view = this.#serverView;
    this.#pricing = this.#serverPricing;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  getView = (): View => this.#view;
  getServerView = (): View => this.#serverView;
  getPricing = (): PricingState => this.#pricing;
  getServerPricing = (): PricingState => this.#serverPricing;

  /** Functions among the options may change as long as it is the same customer's. */
  update(options: TollgateOptions): void {
    this.#options = options;
  }

  /** Loads the client, and goes with its changes until what it returns is called. */
  start = (): (() => void) => {
    if (this.#given) this.#follow(this.#given);
    else this.#load();
    return () => this.#end();
  };

  /** Loads the client again, after a failure. */
  retry = (): void => {
    this.#end();
    this.#setView({ client: null, snapshot: null, isLoading: true, error: null });
    this.#setPricing({ ...this.#pricing, isLoading: !this.#pricing.data, error: null });
    this.start();
  };

  /** Asks for the plans. */
  wantPricing = (): void => {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#loadPricing();
  };

  /** Asks for the plans again, after a failure; for the client itself where it is that which failed. */
  retryPricing = (): void => {
    if (!this.#view.client && !this.#view.isLoading) this.retry();
    this.#setPricing({ ...this.#pricing, isLoading: !this.#pricing.data, error: null });
    this.#loadPricing();
  };

  /** The client that is being loaded, or will be. */
  #coming(): Promise<TollgateClient> {
    return this.#loading ?? new Promise((resolve) => this.#waiting.add(resolve));
  }

  #load(): void {
    let isOver = false;
    const { accessToken } = this.#options;
    const newest = () => {
      const { accessToken: token } = this.#options;
      return typeof token === "function" ? token() : (token ?? "");
    };
    const made = this.made;
    const loading = Tollgate.load({
      ...this.#options,
      ...(typeof accessToken === "function" ? { accessToken: newest } : {}),
      handed: made?.token && made.customer ? { token: made.token, customer: made.customer } : null,
    });
    const overdue = this.#clearWhenExpired();
    this.#end = () => {
      isOver = true;
      clearTimeout(overdue);
      this.#loading = null;
      loading.then(
        (client) => client.close(),
        () => {},
      );
    };
    this.#loading = loading;
    for (const resolve of this.#waiting) resolve(loading);
    this.#waiting.clear();
    loading.then(
      (client) => {
        if (isOver) return;
        clearTimeout(overdue);
        const unfollow = this.#follow(client);
        const close = this.#end;
        this.#end = () => {
          unfollow();
          close();
        };
      },
      (thrown) => {
        if (isOver) return;
        clearTimeout(overdue);
        const error = asError(thrown);
        this.#setView({ client: null, snapshot: null, isLoading: false, error });
        if (!this.#pricing.data) this.#setPricing({ data: null, isLoading: false, error });
      },
    );
  }

  /** Past its token's expiry nothing is drawn from the server's snapshot any more. */
  #clearWhenExpired(): ReturnType<typeof setTimeout> | undefined {
    const expiresAt = this.#view === this.#serverView && this.made?.summary?.expiresAt;
    if (!expiresAt) return undefined;
    const clear = () =>
      this.#setView({ client: null, snapshot: null, isLoading: true, error: null });
    const left = expiresAt - Date.now();
    if (left <= 0) {
      clear();
      return undefined;
    }
    return setTimeout(clear, Math.min(left, longest));
  }

  /** Shows the status of a client, and its changes. */
  #follow(client: TollgateClient): () => void {
    const show = () =>
      this.#setView({ client, snapshot: client.getSnapshot(), isLoading: false, error: null });
    const unfollow = client.subscribe(show);
    this.#end = unfollow;
    show();
    if (this.#isWanted) this.#loadPricing();
    return unfollow;
  }

  #loadPricing(): void {
    const { client } = this.#view;
    // What the server knew is on show; the client that follows is asked when it is there.
    if (!client || isHydrating(client)) return;
    client.pricing().then(
      (data) =>
        this.#view.client === client && this.#setPricing({ data, isLoading: false, error: null }),
      (thrown) => {
        if (this.#view.client !== client) return;
        const { data } = this.#pricing;
        this.#setPricing({ data, isLoading: false, error: data ? null : asError(thrown) });
      },
    );
  }

  #setView(view: View): void {
    const { client, snapshot, isLoading, error } = this.#view;
    if (
      view.client === client &&
      view.snapshot === snapshot &&
      view.isLoading === isLoading &&
      view.error === error
    )
      return;
    this.#view = view;
    this.#notify();
  }

  #setPricing(pricing: PricingState): void {
    this.#pricing = pricing;
    this.#notify();
  }

  #notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
