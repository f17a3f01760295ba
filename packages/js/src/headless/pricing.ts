/** The plans for sale. */

import type { Pricing } from "@tollgate/js";
import type { ClientState } from "./client.js";
import { asError } from "./error.js";
import { isHydrating } from "./hydration.js";
import { createLatest, createState, derive, type Store } from "./store.js";

export interface PricingState {
  data: Pricing | null;
  isLoading: boolean;
  error: Error | null;
}

/** The plans, loaded while there are subscribers and a client. What was loaded before stays. */
export interface PricingStore extends Store<PricingState> {
  /** Asks again, after a failure. */
  retry: () => void;
}

/** `known` is what a server knew. */
export function createPricing(client: Store<ClientState>, known: Pricing | null): PricingStore {
  const own = createState<PricingState>({ data: known, isLoading: !known, error: null });
  const latest = createLatest(own.set);

  function ask() {
    const { client: asked } = client.getSnapshot();
    const { data } = own.getSnapshot();
    // What the server knew is shown; the client that follows is asked when it is there.
    const asks = isHydrating(asked) ? null : asked;
    latest([asks], () =>
      asks?.pricing().then(
        (data) => ({ data, isLoading: false, error: null }),
        (thrown) => ({ data, isLoading: false, error: data ? null : asError(thrown) }),
      ),
    );
  }

  return {
    ...derive(
      [client, own],
      ({ error }, state) => (error && !state.data ? { ...state, isLoading: false, error } : state),
      ask,
    ),
    retry: () => {
      const { data } = own.getSnapshot();
      own.set({ data, isLoading: !data, error: null });
      latest([]);
      ask();
    },
  };
}
