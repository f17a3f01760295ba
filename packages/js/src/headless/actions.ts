/** What a customer does, and how that went: vouchers and checkout. */

import type {
  Checkout,
  CheckoutOptions,
  Redemption,
  TollgateClient,
  VoucherPreview,
} from "@tollgate/js";
import type { ClientStore } from "./client.js";
import { asError, notLoaded } from "./error.js";
import { Emitter, type Store } from "./store.js";

/** Whether an action is under way, and why the last one failed. */
export interface ActionState {
  isLoading: boolean;
  error: Error | null;
}

const idle: ActionState = { isLoading: false, error: null };

/** Actions, and the state of the one that was begun last. Each rejects with an error that has a `code`. */
export class ActionStore extends Emitter implements Store<ActionState> {
  readonly #client: ClientStore;
  #state = idle;

  constructor(client: ClientStore) {
    super();
    this.#client = client;
  }

  getSnapshot = (): ActionState => this.#state;
  getServerSnapshot = (): ActionState => idle;

  /** What a code would do. */
  preview = (code: string): Promise<VoucherPreview> =>
    this.#perform((client) => client.voucher.preview(code));

  /** Redeems a code for the customer, at once. */
  redeem = (code: string): Promise<Redemption> =>
    this.#perform((client) => client.voucher.redeem(code));

  /** Buys a selection, or changes to it. */
  checkout = (options: CheckoutOptions): Promise<Checkout> =>
    this.#perform((client) => client.checkout(options));

  async #perform<T>(act: (client: TollgateClient) => Promise<T>): Promise<T> {
    this.#set({ isLoading: true, error: null });
    try {
      const { client } = this.#client.getSnapshot();
      const result = await (client ? act(client) : notLoaded());
      this.#set(idle);
      return result;
    } catch (thrown) {
      this.#set({ isLoading: false, error: asError(thrown) });
      throw thrown;
    }
  }

  #set(state: ActionState): void {
    this.#state = state;
    this.emit();
  }
}
