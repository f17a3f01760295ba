/** The plans for sale. */

import type { Pricing, TollgateClient } from "@tollgate/js";
import { asError } from "./error.js";
import { isHydrating } from "./hydration.js";
import { Emitter, type Store } from "./store.js";

export interface PricingState {
  data: Pricing | null;
  isLoading: boolean;
  error: Error | null;
}

/** Loads the plans once it has a subscriber and a client. */
export class PricingStore extends Emitter implements Store<PricingState> {
  readonly #server: PricingState;
  #state: PricingState;
  #client: TollgateClient | null = null;
  #isWanted = false;

  /** `known` is what a server knew. */
  constructor(known: Pricing | null) {
    super();
    this.#server = { data: known, isLoading: !known, error: null };
    this.#state = this.#server;
  }

  getSnapshot = (): PricingState => this.#state;
  getServerSnapshot = (): PricingState => this.#server;

  override connect() {
    if (!this.#isWanted) {
      this.#isWanted = true;
      this.#load();
    }
    return () => {};
  }

  /** The client that is asked from now on; null for none. */
  use(client: TollgateClient | null): void {
    if (client === this.#client) return;
    this.#client = client;
    if (this.#isWanted) this.#load();
  }

  /** Asks again, after a failure. */
  retry(): void {
    const { data } = this.#state;
    this.#set({ data, isLoading: !data, error: null });
    this.#load();
  }

  /** There will be no client. What was loaded before stays. */
  fail(error: Error): void {
    if (!this.#state.data) this.#set({ data: null, isLoading: false, error });
  }

  #load(): void {
    const client = this.#client;
    // What the server knew is shown; the client that follows is asked when it is there.
    if (!client || isHydrating(client)) return;
    client.pricing().then(
      (data) => this.#client === client && this.#set({ data, isLoading: false, error: null }),
      (thrown) => {
        if (this.#client !== client) return;
        const { data } = this.#state;
        this.#set({ data, isLoading: false, error: data ? null : asError(thrown) });
      },
    );
  }

  #set(state: PricingState): void {
    this.#state = state;
    this.emit();
  }
}
