/* tslint:disable */
/* eslint-disable */

import type {
    Pricing,
    Problem,
    Quote,
    Redemption,
    Scenario,
    Selection,
    Subscription,
    Terms,
} from "../gate/gate.js";

/**
 * What is known of a customer, as the edge says it; `vouchers` are about to be redeemed.
 */
export interface KnownCustomer {
    subscriptions?: Subscription[] | undefined;
    trials?: string[] | undefined;
    redemptions?: Omit<Redemption, "stacks">[] | undefined;
    vouchers?: Terms[] | undefined;
}

/**
 * Why there is no answer: every problem at once.
 */
export interface Refused {
    errors: Problem[];
}



/**
 * The plans for sale, to quote from.
 *
 * Plain objects go in and come out. What cannot be read or answered is no exception: the answer is then `Refused`.
 * Members that are not known are passed over in what an edge says, which may be newer; in a `Selection` they are
 * refused.
 */
export class Catalog {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Reads `Pricing`. One that cannot be read answers every question with why.
     */
    constructor(pricing: Pricing);
    /**
     * What a selection costs a customer at `now`, the server's time in milliseconds. Pointers of problems start at the
     * selection, or at the customer.
     */
    quote(selection: Selection, customer: KnownCustomer, now: number): Quote | Refused;
    /**
     * What choosing a plan, at one of its prices, would be for a customer. Of the selection `plan` and `price` count.
     */
    scenario(selection: Pick<Selection, "plan" | "price">, customer: KnownCustomer): Scenario | Refused;
}

export function __wbg_reset_state(): void;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_catalog_free: (a: number, b: number) => void;
    readonly catalog_new: (a: any) => number;
    readonly catalog_quote: (a: number, b: any, c: any, d: number) => any;
    readonly catalog_scenario: (a: number, b: any, c: any) => any;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __wbindgen_exn_store: (a: number) => void;
    readonly __externref_table_alloc: () => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __wbindgen_start: () => void;
}

export type SyncInitInput = BufferSource | WebAssembly.Module;

/**
 * Instantiates the given `module`, which can either be bytes or
 * a precompiled `WebAssembly.Module`.
 *
 * @param {{ module: SyncInitInput }} module - Passing `SyncInitInput` directly is deprecated.
 *
 * @returns {InitOutput}
 */
export function initSync(module: { module: SyncInitInput } | SyncInitInput): InitOutput;

/**
 * If `module_or_path` is {RequestInfo} or {URL}, makes a request and
 * for everything else, calls `WebAssembly.instantiate` directly.
 *
 * @param {{ module_or_path: InitInput | Promise<InitInput> }} module_or_path - Passing `InitInput` directly is deprecated.
 *
 * @returns {Promise<InitOutput>}
 */
export default function __wbg_init (module_or_path: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;
