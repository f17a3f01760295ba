/** Verifying a token where there is no state: on servers and at the edge. */

import { NetworkError, type TokenError } from "./error.js";
import { configOf, type Expected, Gate, isOn, readKeys } from "./gate.js";
import type { CheckOptions, JwkSet, PublicJwk, WasmSource } from "./types.js";
import type { Decision, Keys, TokenSummary } from "./wasm/gate/gate.js";
import { type GateModule, loadGate } from "./wasm.js";

export interface VerifyOptions {
  /** The issuer's base URL. */
  issuer: string;
  /** The environment's id. */
  audience: string;
  /** The environment's key set, or its address: it is then kept for five minutes, and fetched again for a new key. */
  jwks?: JwkSet | string | URL;
  /** Keys that are known beforehand. */
  keys?: JwkSet | readonly PublicJwk[];
  /** Seconds that clocks may be apart; 60 by default. */
  leeway?: number;
  /** Milliseconds since 1970; the clock by default. */
  now?: number | undefined;
  /** How to fetch the key set; the global `fetch` by default. */
  fetch?: typeof globalThis.fetch;
  /** Where the WebAssembly comes from; beside the code by default. */
  wasm?: WasmSource;
}

/** A token that was verified. Its answers hold as long as the token does. */
export interface VerifiedToken {
  readonly customer: string;
  readonly plans: readonly string[];
  readonly summary: TokenSummary;
  /** Whether the customer may use a feature now, and why. Never throws. */
  check(feature: string, options?: CheckOptions): Decision;
  /** Whether a flag or a boolean is on. */
  flag(feature: string): boolean;
  /** The value of a config; `fallback` where the customer has none. */
  value<T>(feature: string, fallback: T): T;
}

const keptMillis = 300_000;
const pauseMillis = 10_000;
const patienceMillis = 10_000;

interface Fetched {
  at: number;
  keys: Promise<Keys>;
}

const fetched = new Map<string, Fetched>();
const read = new WeakMap<object, Keys>();

function known(module: GateModule, jwks: JwkSet | readonly PublicJwk[]): Keys {
  const keys = read.get(jwks) ?? readKeys(module, jwks);
  read.set(jwks, keys);
  return keys;
}

/** The key set at an address; one that is older than `age` is fetched again. */
function remote(
  module: GateModule,
  address: string,
  age: number,
  reach: typeof globalThis.fetch,
): Promise<Keys> {
  const kept = fetched.get(address);
  if (kept && Date.now() - kept.at < age) return kept.keys;
  const keys = fetchText(address, reach).then((text) => readKeys(module, text));
  fetched.set(address, { at: Date.now(), keys });
  keys.catch(() => fetched.delete(address));
  return keys;
}

async function fetchText(address: string, reach: typeof globalThis.fetch): Promise<string> {
  try {
    const response = await reach(address, { signal: AbortSignal.timeout(patienceMillis) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return await response.text();
  } catch (cause) {
    throw new NetworkError(
      "network",
      `the key set at \`${address}\` could not be fetched; try again`,
      { cause },
    );
  }
}

/**
 * Verifies an entitlement token and gives a gate over it.
 *
 * Rejects with a `TokenError` where the token is not acceptable, a `KeysError` where the keys are not, and a
 * `NetworkError` where they could not be fetched.
 */
export async function verifyToken(token: string, options: VerifyOptions): Promise<VerifiedToken> {
  const module = await loadGate(options.wasm);
  const { issuer, audience, leeway = 60, jwks, keys, fetch = globalThis.fetch } = options;
  const expected: Expected = {
    issuer,
    audience,
    leewayMillis: leeway * 1_000,
    epoch: 0,
    grace: false,
  };
  const clock = () => options.now ?? Date.now();
  const attempt = (keys: Keys) => Gate.verify(module, token, keys, expected, clock());

  let result: ReturnType<typeof attempt>;
  if (typeof jwks === "string" || jwks instanceof URL) {
    const address = String(jwks);
    result = attempt(await remote(module, address, keptMillis, fetch));
    if (!(result instanceof Gate) && result.error.code === "token_unknown_key") {
      result = attempt(await remote(module, address, pauseMillis, fetch));
    }
  } else {
    result = attempt(known(module, keys ?? jwks ?? { keys: [] }));
  }
  if (!(result instanceof Gate)) throw result.error satisfies TokenError;

  const gate = result;
  const check = (feature: string, asked?: CheckOptions) => gate.check(feature, asked, clock());
  return {
    get customer() {
      return gate.summary.customer;
    },
    get plans() {
      return gate.summary.plans;
    },
    get summary() {
      return gate.summary;
    },
    check,
    flag: (feature) => isOn(check(feature)),
    value: (feature, fallback) => configOf(check(feature), fallback),
  };
}
