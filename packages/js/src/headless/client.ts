/** A client before and after it is loaded, and the plans for sale: what every other store stands on. */

import {
  type Snapshot,
  sessionCustomer,
  Tollgate,
  type TollgateClient,
  type TollgateOptions,
} from "@tollgate/js";
import { asError } from "./error.js";
import type { FromServer } from "./hydration.js";
import { PricingStore } from "./pricing.js";
import type { ServerSnapshot } from "./snapshot/format.js";
import { Emitter, type Store } from "./store.js";

/** The client and its status; a new object whenever an answer may have changed. */
export interface ClientState {
  /** The client; until it is loaded the one over the server's snapshot, where there is that; else null. */
  client: TollgateClient | null;
  snapshot: Snapshot | null;
  isLoading: boolean;
  /** Why it could not be loaded. */
  error: Error | null;
}

/** What `Tollgate.load` is told, and what a server knew. */
export interface ClientStoreOptions extends Omit<TollgateOptions, "handed"> {
  /** A client that is loaded already; then none is loaded, and this one is not closed. */
  client?: TollgateClient | undefined;
  /** What the server knew when it rendered the page: the first render is drawn from it alone, on both sides. */
  snapshot?: FromServer | undefined;
}

/** `setTimeout` counts in 31 bits. */
const longest = 2_147_483_647;

const customerOf = ({ customer, accessToken }: ClientStoreOptions): string | undefined =>
  customer ?? sessionCustomer(accessToken);

/** Whom options are for: another store is needed where this changes. */
export function identityOf(options: ClientStoreOptions): string {
  const { publishableKey, endpoint, accessToken } = options;
  const session = typeof accessToken === "string" ? accessToken : accessToken ? "function" : "";
  return [publishableKey, endpoint, customerOf(options), session].join(" ");
}

/**
 * A client for one customer, loaded once it is started, and the plans.
 *
 * The server snapshot is what a server renders and what hydration begins with.
 */
export class ClientStore extends Emitter implements Store<ClientState> {
  /** The plans for sale, shared by all who show them. */
  readonly pricing: PricingStore;
  /** The server's snapshot; null without one. */
  readonly serverSnapshot: ServerSnapshot | null;
  /** The instant that dates are shown by, in milliseconds: that of the server's snapshot, else of now. */
  readonly now: number;
  readonly #given: TollgateClient | undefined;
  readonly #server: ClientState;
  readonly #waiting = new Set<(client: Promise<TollgateClient>) => void>();
  #options: ClientStoreOptions;
  #state: ClientState;
  #loading: Promise<TollgateClient> | null = null;
  #end: () => void = () => {};

  constructor(options: ClientStoreOptions | { client: TollgateClient }) {
    super();
    this.#options = options as ClientStoreOptions;
    const { client: given, snapshot: fromServer, publishableKey } = this.#options;
    this.#given = given;
    const made = given
      ? null
      : fromServer?.(publishableKey, customerOf(this.#options), () => this.#coming());
    const client = given ?? made?.client ?? null;
    this.serverSnapshot = made?.snapshot ?? null;
    this.now = this.serverSnapshot?.at ?? Date.now();
    this.#server = stateOf(client);
    this.#state = this.#server;
    this.pricing = new PricingStore(this.serverSnapshot?.pricing ?? null);
    this.pricing.use(client);
  }

  getSnapshot = (): ClientState => this.#state;
  getServerSnapshot = (): ClientState => this.#server;

  /** Functions among the options may change as long as it is the same customer's. */
  update(options: ClientStoreOptions): void {
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
    this.#set(stateOf(null));
    this.pricing.retry();
    this.start();
  };

  /** Asks for the plans again, after a failure; for the client itself where it is that which failed. */
  retryPricing = (): void => {
    if (!this.#state.client && !this.#state.isLoading) this.retry();
    else this.pricing.retry();
  };

  /** The client that is being loaded, or will be. */
  #coming(): Promise<TollgateClient> {
    return this.#loading ?? new Promise((resolve) => this.#waiting.add(resolve));
  }

  #load(): void {
    let isOver = false;
    const { client: _client, snapshot: _snapshot, ...options } = this.#options;
    const { accessToken } = options;
    const newest = () => {
      const { accessToken: token } = this.#options;
      return typeof token === "function" ? token() : (token ?? "");
    };
    const made = this.serverSnapshot;
    const loading = Tollgate.load({
      ...options,
      ...(typeof accessToken === "function" ? { accessToken: newest } : {}),
      handed: made?.token && made.customer ? { token: made.token, customer: made.customer } : null,
    });
    const expiry = this.#clearWhenExpired();
    this.#end = () => {
      isOver = true;
      clearTimeout(expiry);
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
        clearTimeout(expiry);
        const unfollow = this.#follow(client);
        const close = this.#end;
        this.#end = () => {
          unfollow();
          close();
        };
      },
      (thrown) => {
        if (isOver) return;
        clearTimeout(expiry);
        const error = asError(thrown);
        this.#set({ client: null, snapshot: null, isLoading: false, error });
        this.pricing.fail(error);
      },
    );
  }

  /** Past its token's expiry nothing is drawn from the server's snapshot any more. */
  #clearWhenExpired(): ReturnType<typeof setTimeout> | undefined {
    const expiresAt = this.#state === this.#server && this.serverSnapshot?.summary?.expiresAt;
    if (!expiresAt) return undefined;
    const clear = () => this.#set(stateOf(null));
    const left = expiresAt - Date.now();
    if (left <= 0) {
      clear();
      return undefined;
    }
    return setTimeout(clear, Math.min(left, longest));
  }

  /** Goes with the status of a client, and its changes. */
  #follow(client: TollgateClient): () => void {
    const follow = () => this.#set(stateOf(client));
    const unfollow = client.subscribe(follow);
    this.#end = unfollow;
    follow();
    return unfollow;
  }

  #set(state: ClientState): void {
    const { client, snapshot, isLoading, error } = this.#state;
    if (
      state.client === client &&
      state.snapshot === snapshot &&
      state.isLoading === isLoading &&
      state.error === error
    )
      return;
    this.#state = state;
    this.pricing.use(state.client);
    this.emit();
  }
}

const stateOf = (client: TollgateClient | null): ClientState => ({
  client,
  snapshot: client?.getSnapshot() ?? null,
  isLoading: !client,
  error: null,
});
