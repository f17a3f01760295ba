/** A client before and after it is loaded, and the plans for sale: what every other store is made over. */

// Whatever the platform is, this knows where the WebAssembly is; what is taken by name alone, bundlers may take past
// it.
import "@tollgate/js";
import {
  type Snapshot,
  sessionCustomer,
  Tollgate,
  type TollgateClient,
  type TollgateOptions,
} from "@tollgate/js";
import { asError } from "./error.js";
import type { FromServer } from "./hydration.js";
import { createPricing, type PricingStore } from "./pricing.js";
import type { ServerSnapshot } from "./snapshot/format.js";
import { createState, type Store } from "./store.js";

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

/** A client for one customer, and the plans. */
export interface ClientStore extends Store<ClientState> {
  /** The plans for sale, shared by all who show them. */
  pricing: PricingStore;
  /** The server's snapshot; null without one. */
  serverSnapshot: ServerSnapshot | null;
  /** The instant that dates are shown by, in milliseconds: that of the server's snapshot, else of now. */
  now: number;
  /** Takes other functions among the options, as long as it is the same customer's. */
  update: (options: ClientStoreOptions) => void;
  /** Loads the client, and goes with its changes until what it returns is called. */
  start: () => () => void;
  /** Asks for the plans again, after a failure; for the client itself where it is that which failed. */
  retry: () => void;
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

const stateOf = (client: TollgateClient | null, error: Error | null = null): ClientState => ({
  client,
  snapshot: client?.getSnapshot() ?? null,
  isLoading: !client && !error,
  error,
});

/** A store over a client that is loaded once it is started, or was before. */
export function createClient(given: ClientStoreOptions | { client: TollgateClient }): ClientStore {
  let options = given as ClientStoreOptions;
  let loading: Promise<TollgateClient> | null = null;
  let stop: () => void = () => {};
  const waiting = new Set<(client: Promise<TollgateClient>) => void>();

  /** The client that is being loaded, or will be. */
  const coming = () => loading ?? new Promise<TollgateClient>((resolve) => waiting.add(resolve));

  const { client: loaded, snapshot: fromServer, publishableKey } = options;
  const made = loaded ? null : fromServer?.(publishableKey, customerOf(options), coming);
  const serverSnapshot = made?.snapshot ?? null;
  const initial = stateOf(loaded ?? made?.client ?? null);
  const { set, ...store } = createState(initial);
  const pricing = createPricing(store, serverSnapshot?.pricing ?? null);

  function show(next: ClientState) {
    const { client, snapshot, error } = store.getSnapshot();
    if (next.client !== client || next.snapshot !== snapshot || next.error !== error) set(next);
  }

  /** Goes with the status of a client, and its changes. */
  function follow(client: TollgateClient): () => void {
    const change = () => show(stateOf(client));
    const end = client.subscribe(change);
    change();
    return end;
  }

  /** Past its token's expiry nothing is drawn from the server's snapshot any more. */
  function clearWhenExpired() {
    const expiresAt = store.getSnapshot() === initial && serverSnapshot?.summary?.expiresAt;
    if (!expiresAt) return undefined;
    const clear = () => show(stateOf(null));
    const left = expiresAt - Date.now();
    if (left > 0) return setTimeout(clear, Math.min(left, longest));
    clear();
    return undefined;
  }

  function load(): () => void {
    const { client: _client, snapshot: _snapshot, ...asked } = options;
    const newest = () => {
      const { accessToken: token } = options;
      return typeof token === "function" ? token() : (token ?? "");
    };
    const { token = null, customer = null } = serverSnapshot ?? {};
    const begun = Tollgate.load({
      ...asked,
      ...(typeof asked.accessToken === "function" ? { accessToken: newest } : {}),
      handed: token && customer ? { token, customer } : null,
    });
    const expiry = clearWhenExpired();
    let isOver = false;
    let unfollow = () => {};
    loading = begun;
    for (const resolve of waiting) resolve(begun);
    waiting.clear();
    begun.then(
      (client) => {
        if (isOver) return;
        clearTimeout(expiry);
        unfollow = follow(client);
      },
      (thrown) => {
        if (isOver) return;
        clearTimeout(expiry);
        show(stateOf(null, asError(thrown)));
      },
    );
    return () => {
      isOver = true;
      clearTimeout(expiry);
      unfollow();
      loading = null;
      begun.then(
        (client) => client.close(),
        () => {},
      );
    };
  }

  function start() {
    stop = loaded ? follow(loaded) : load();
    return () => stop();
  }

  return {
    ...store,
    pricing,
    serverSnapshot,
    now: serverSnapshot?.at ?? Date.now(),
    update: (next) => {
      options = next;
    },
    start,
    retry: () => {
      if (store.getSnapshot().error) {
        stop();
        show(stateOf(null));
        start();
      }
      pricing.retry();
    },
  };
}
