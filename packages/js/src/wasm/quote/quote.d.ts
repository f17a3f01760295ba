/* tslint:disable */
/* eslint-disable */

/**
 * The plans for sale, to quote from.
 *
 * Text goes in and text comes out. What cannot be read or answered is no exception: the answer is then the JSON of
 * `{errors}`, every `Problem` at once.
 */
export class Catalog {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Reads the JSON of `Pricing`. One that cannot be read answers every question with why.
     */
    constructor(pricing: string);
    /**
     * What a selection costs a customer at `now`, the server's time in milliseconds: the JSON of a `Quote`.
     *
     * `question` is the JSON of `{selection, subscriptions?, redemptions?, vouchers?}`: a `Selection`, and what is known
     * of the customer; `vouchers`, as `Terms`, are about to be redeemed.
     */
    quote(question: string, now: number): string;
    /**
     * What choosing a plan, at one of its prices, would be for a customer at `now`: the JSON of a `Scenario`. Asked as
     * `quote` is; of the selection `plan` and `price` count.
     */
    scenario(question: string, now: number): string;
}

export function __wbg_reset_state(): void;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_catalog_free: (a: number, b: number) => void;
    readonly catalog_new: (a: number, b: number) => number;
    readonly catalog_quote: (a: number, b: number, c: number, d: number) => [number, number];
    readonly catalog_scenario: (a: number, b: number, c: number, d: number) => [number, number];
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
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
