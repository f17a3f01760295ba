/** A voucher field: what is typed, what is applied, what was refused. */

import { ApiError, type Problem, TollgateError } from "@tollgate/js";
import type { ClientStore } from "./client.js";
import { createState, derive, type State, type Store } from "./store.js";

export interface VoucherFieldOptions {
  /** A code to apply by itself, such as one from a link; applied again when it changes. */
  voucher?: string | undefined;
  /** Hears of every code that is applied, and of `undefined` when it is removed or refused. */
  onVoucherChange?: ((code: string | undefined) => void) | undefined;
}

/** Why a code was not taken. */
export interface VoucherFailure {
  /** `empty`, a code of the edge such as `voucher_unknown`, or `network`. */
  code: string;
  /** Why, where the edge told; the codes are those of `RefusalCode`. */
  reasons: readonly Pick<Problem, "code" | "detail">[];
}

/** A voucher whose effects are in the quotes. */
export interface AppliedVoucher {
  code: string;
  name: string | null;
}

/** The voucher field. */
export interface VoucherView {
  /** What is typed; kept when it is refused. */
  code: string;
  type: (code: string) => void;
  status: "idle" | "checking" | "redeeming";
  /** The code whose effects are in the quotes; null for none. */
  applied: AppliedVoucher | null;
  failure: VoucherFailure | null;
  /** The code that was redeemed last. */
  redeemed: string | null;
  apply: () => Promise<void>;
  remove: () => void;
  /** Redeems what is applied for the customer, at once; null where it would do nothing for the plan they have. */
  redeem: (() => Promise<void>) | null;
}

function failureOf(thrown: unknown): VoucherFailure {
  return {
    code: thrown instanceof TollgateError ? thrown.code : "network",
    reasons: thrown instanceof ApiError ? thrown.errors : [],
  };
}

/** A field, and the code that is given to it from outside. */
export interface VoucherFieldStore extends Store<VoucherView> {
  update: (options: VoucherFieldOptions) => void;
}

/** A voucher field. */
export function createVoucherField(
  client: ClientStore,
  options: VoucherFieldOptions = {},
): VoucherFieldStore {
  let { voucher: given, onVoucherChange: tell } = options;
  /** The code that was given last and applied. */
  let taken: string | undefined;
  /** The last check that was begun: an answer to an earlier one comes too late. */
  let turn = 0;

  const state: State<VoucherView> = createState<VoucherView>({
    code: "",
    type: (code) => change({ code, failure: null }),
    status: "idle",
    applied: null,
    failure: null,
    redeemed: null,
    apply: () => apply(state.getSnapshot().code),
    remove: () => {
      turn += 1;
      change({ applied: null, failure: null, status: "idle" });
      tell?.(undefined);
    },
    redeem: null,
  });

  function change(changes: Partial<VoucherView>) {
    const view = { ...state.getSnapshot(), ...changes };
    state.set({ ...view, redeem: view.applied ? redeem : null });
  }

  /**
   * Applies the code that is given from outside, each time it changes; the one that is applied already came from here.
   */
  function take() {
    if (!client.getSnapshot().client || given === taken) return;
    taken = given;
    if (!given || given === state.getSnapshot().applied?.code) return;
    change({ applied: null, code: given });
    void apply(given);
  }

  async function apply(asked: string): Promise<void> {
    const wanted = asked.trim();
    const { client: loaded } = client.getSnapshot();
    if (!wanted) return change({ redeemed: null, failure: { code: "empty", reasons: [] } });
    if (!loaded) return;
    turn += 1;
    const mine = turn;
    change({ redeemed: null, status: "checking", failure: null });
    try {
      const { code, voucher } = await loaded.voucher.preview(wanted);
      if (mine !== turn) return;
      change({ applied: { code, name: voucher.name ?? null }, code: "", status: "idle" });
      tell?.(code);
    } catch (thrown) {
      if (mine !== turn) return;
      change({ failure: failureOf(thrown), status: "idle" });
      tell?.(undefined);
    }
  }

  async function redeem(): Promise<void> {
    const { client: loaded } = client.getSnapshot();
    const { applied } = state.getSnapshot();
    if (!loaded || !applied) return;
    change({ status: "redeeming", failure: null });
    try {
      await loaded.voucher.redeem(applied.code);
      change({ redeemed: applied.code, applied: null, status: "idle" });
      tell?.(undefined);
    } catch (thrown) {
      change({ failure: failureOf(thrown), status: "idle" });
    }
  }

  return {
    ...derive([client, state], (_, view) => view, take),
    update: (next) => {
      ({ voucher: given, onVoucherChange: tell } = next);
      take();
    },
  };
}
