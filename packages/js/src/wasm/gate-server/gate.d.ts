/* tslint:disable */
/* eslint-disable */

/**
 * A hash of texts under a secret key (SipHash-2-4, 128 bits), by which a text is known again without being kept:
 * whoever does not know the key finds no two texts of one hash.
 */
export class Digest {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The hash under a key of 16 bytes; of others, what is missing is zero, and what is more does not count.
     */
    constructor(key: Uint8Array | number[]);
    /**
     * Hashes `text`: 53 bits of it, as an integer. The next call of `rest` gives 53 others.
     */
    of(text: Uint8Array | number[]): number;
    /**
     * 53 other bits of the last hash, as an integer.
     */
    rest(): number;
}

/**
 * The public keys that tokens are verified with.
 *
 * Text goes in and text comes out, and nothing is thrown.
 */
export class Keys {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Reads a JWK Set. No token verifies with one that is refused.
     */
    constructor(jwks: string);
    /**
     * Why the set is refused: the JSON of `{code, message}`. Empty where it is not.
     */
    refusal(): string;
}

/**
 * A token, and what came of verifying it; answers without allocating anything that outlives a call.
 */
export class Token {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Answers for a feature at `now`, the server's time in milliseconds: the JSON of a `Decision`. Empty where the
     * token is refused.
     */
    check(feature: string, requested: number, flag: string | null | undefined, now: number): string;
    /**
     * Verifies a token.
     *
     * `now` is the server's time in milliseconds, `epoch` the highest that was seen, `grace` whether the token's grace
     * after its expiry counts.
     */
    constructor(token: string, keys: Keys, issuer: string, audience: string, leeway_millis: number, epoch: number, grace: boolean, now: number);
    /**
     * The instant after `now` at which an answer could change by itself, in milliseconds; infinite when none could.
     */
    nextChange(now: number): number;
    /**
     * Why the token is refused: the JSON of `{code, message, reason, fault?}`, with the `reason` that a gate would
     * give, and the `fault` of what is malformed. Empty where it is not.
     */
    refusal(): string;
    /**
     * The JSON of a `TokenSummary`. Empty where the token is refused.
     */
    summary(): string;
}

export function __wbg_reset_state(): void;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_digest_free: (a: number, b: number) => void;
    readonly __wbg_keys_free: (a: number, b: number) => void;
    readonly __wbg_token_free: (a: number, b: number) => void;
    readonly digest_new: (a: number, b: number) => number;
    readonly digest_of: (a: number, b: number, c: number) => number;
    readonly digest_rest: (a: number) => number;
    readonly keys_new: (a: number, b: number) => number;
    readonly keys_refusal: (a: number) => [number, number];
    readonly token_check: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number];
    readonly token_new: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number, j: number, k: number) => number;
    readonly token_nextChange: (a: number, b: number) => number;
    readonly token_refusal: (a: number) => [number, number];
    readonly token_summary: (a: number) => [number, number];
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
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
