/** A voucher field: what is typed, what is applied, what was refused. */

import { ApiError, type Problem, TollgateError } from "@tollgate/js";
import type { ClientStore } from "./client.js";
import { Emitter, type Store } from "./store.js";

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

export class VoucherFieldStore extends Emitter implements Store<VoucherView> {
  readonly #client: ClientStore;
  readonly #initial: VoucherView;
  #options: VoucherFieldOptions;
  #view: VoucherView;
  /** The code that was given from outside last. */
  #given: string | undefined;
  /** The last check that was begun: an answer to an earlier one comes too late. */
  #turn = 0;

  constructor(client: ClientStore, options: VoucherFieldOptions = {}) {
    super();
    this.#client = client;
    this.#options = options;
    this.#initial = {
      code: "",
      type: (code) => this.#set({ code, failure: null }),
      status: "idle",
      applied: null,
      failure: null,
      redeemed: null,
      apply: () => this.#apply(this.#view.code),
      remove: () => this.remove(),
      redeem: null,
    };
    this.#view = this.#initial;
  }

  getSnapshot = (): VoucherView => this.#view;
  getServerSnapshot = (): VoucherView => this.#initial;

  update(options: VoucherFieldOptions): void {
    this.#options = options;
    if (this.isConnected) this.#take();
  }

  override connect() {
    this.#take();
    return this.#client.subscribe(() => this.#take());
  }

  remove(): void {
    this.#turn += 1;
    this.#set({ applied: null, failure: null, status: "idle" });
    this.#tell(undefined);
  }

  /** Applies the code that is given from outside, each time it changes; the one that is applied already came from here. */
  #take(): void {
    const { voucher } = this.#options;
    if (!this.#client.getSnapshot().client || voucher === this.#given) return;
    this.#given = voucher;
    if (!voucher || voucher === this.#view.applied?.code) return;
    this.#set({ applied: null, code: voucher });
    void this.#apply(voucher);
  }

  async #apply(asked: string): Promise<void> {
    const wanted = asked.trim();
    if (wanted === "") {
      this.#set({ redeemed: null, failure: { code: "empty", reasons: [] } });
      return;
    }
    this.#set({ redeemed: null });
    const { client } = this.#client.getSnapshot();
    if (!client) return;
    this.#turn += 1;
    const turn = this.#turn;
    this.#set({ status: "checking", failure: null });
    try {
      const preview = await client.voucher.preview(wanted);
      if (turn !== this.#turn) return;
      const applied = { code: preview.code, name: preview.voucher.name ?? null };
      this.#set({ applied, code: "", status: "idle" });
      this.#tell(preview.code);
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.#set({ failure: failureOf(thrown), status: "idle" });
      this.#tell(undefined);
    }
  }

  async #redeem(): Promise<void> {
    const { client } = this.#client.getSnapshot();
    const { applied } = this.#view;
    if (!client || !applied) return;
    this.#set({ status: "redeeming", failure: null });
    try {
      await client.voucher.redeem(applied.code);
      this.#set({ redeemed: applied.code, applied: null, status: "idle" });
      this.#tell(undefined);
    } catch (thrown) {
      this.#set({ failure: failureOf(thrown), status: "idle" });
    }
  }

  #tell(code: string | undefined): void {
    this.#options.onVoucherChange?.(code);
  }

  #set(changes: Partial<VoucherView>): void {
    const view = { ...this.#view, ...changes };
    this.#view = { ...view, redeem: view.applied ? () => this.#redeem() : null };
    this.emit();
  }
}
