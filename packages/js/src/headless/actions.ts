/** What a customer does, and how that went: vouchers and checkout. */

import type {
  Checkout,
  CheckoutOptions,
  Redemption,
  TollgateClient,
  VoucherPreview,
} from "@tollgate/js";
import type { ClientStore } from "./client.js";
import { asError } from "./error.js";
import { createState, type Store } from "./store.js";

/** Whether an action is under way, and why the last one failed. */
export interface ActionState {
  isLoading: boolean;
  error: Error | null;
}

/** Each rejects with an error that has a `code`. */
export interface Actions {
  /** What a code would do. */
  preview: (code: string) => Promise<VoucherPreview>;
  /** Redeems a code for the customer, at once. */
  redeem: (code: string) => Promise<Redemption>;
  /** Buys a selection, or changes to it. */
  checkout: (options: CheckoutOptions) => Promise<Checkout>;
}

/** Actions, and the state of the one that was begun last. */
export function createActions(client: ClientStore): Store<ActionState> & Actions {
  const { set, ...store } = createState<ActionState>({ isLoading: false, error: null });

  async function perform<T>(act: (client: TollgateClient) => Promise<T>): Promise<T> {
    set({ isLoading: true, error: null });
    try {
      const { client: loaded } = client.getSnapshot();
      if (!loaded) throw new Error("Tollgate is not loaded yet; try again in a moment");
      const result = await act(loaded);
      set({ isLoading: false, error: null });
      return result;
    } catch (thrown) {
      set({ isLoading: false, error: asError(thrown) });
      throw thrown;
    }
  }

  return {
    ...store,
    preview: (code) => perform((client) => client.voucher.preview(code)),
    redeem: (code) => perform((client) => client.voucher.redeem(code)),
    checkout: (options) => perform((client) => client.checkout(options)),
  };
}
