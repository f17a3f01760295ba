/** Verifying a token where there is no state: on servers and at the edge. */

import { unreachable } from "./answer.js";
import { TollgateError } from "./error.js";
import { configOf, type Expected, Gate, isOn, readKeys } from "./gate.js";
import { sharedAnswer } from "./shared-answers.js";
import type { ConfigKey, Configured, Fallback, FeatureKey, FlagKey } from "./typed-keys.js";
import type { CheckOptions, JwkSet, PublicJwk, WasmSource } from "./types.js";
import type { Decision, Keys, TokenSummary } from "./wasm/gate/gate.js";
import { type GateModule, loadGate } from "./wasm.js";

export interface VerifyOptions {
  /** The issuer's base URL. */
  issuer: string;
  /** The environment's id. */
  audience: string;
  /**
   * The environment's key set, or its address; by default that at the issuer. What is fetched is kept as its headers
   * allow and fetched again for a new key; on servers it is kept for five minutes, and for an hour where a newer one is
   * out of reach.
   */
  jwks?: JwkSet | string | URL;
  /** Keys that are known beforehand: nothing is then fetched. */
  keys?: JwkSet | readonly PublicJwk[];
  /** Seconds that clocks may be apart; 60 by default. */
  leeway?: number;
  /** The lowest revocation epoch that is accepted; 0 by default. A token from before has the code `token_revoked`. */
  epoch?: number;
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
  check(feature: FeatureKey, options?: CheckOptions): Decision;
  /** Whether a flag or a boolean is on. */
  flag(feature: FlagKey): boolean;
  /** The value of a config; `fallback` where the customer has none. */
  value<K extends ConfigKey, T extends Fallback<K>>(feature: K, fallback: T): Configured<K, T>;
}

/** The keys at an address, as a page has them; servers have a way of their own. */
async function sharedKeys(
  module: GateModule,
  address: string,
  reach: typeof globalThis.fetch,
  renew?: boolean,
): Promise<Keys> {
  const text = await sharedAnswer(reach, address, "", renew).catch((cause) => {
    throw unreachable(address, cause);
  });
  return readKeys(module, text);
}

const read = new WeakMap<object, Keys>();

function known(module: GateModule, jwks: JwkSet | readonly PublicJwk[]): Keys {
  const keys = read.get(jwks) ?? readKeys(module, jwks);
  read.set(jwks, keys);
  return keys;
}

/** Refuses what no token could be verified with, such as an environment variable that is not set. */
export function requireOptions(options: { issuer: string; audience: string }): void {
  for (const name of ["issuer", "audience"] as const) {
    if (options[name] && typeof options[name] === "string") continue;
    throw new TollgateError(
      "option_missing",
      `there is no \`${name}\`; say who issues the tokens, and for which environment`,
    );
  }
}

/**
 * Verifies an entitlement token and gives a gate over it.
 *
 * Rejects with a `TokenError` where the token is not acceptable, a `KeysError` where the keys are not, a
 * `NetworkError` where they could not be fetched, and a `TollgateError` where the options are wrong.
 */
export async function verifyToken(token: string, options: VerifyOptions): Promise<VerifiedToken> {
  requireOptions(options);
  const module = await loadGate(options.wasm);
  const { issuer, audience, leeway = 60, epoch = 0, keys, fetch = globalThis.fetch } = options;
  const expected: Expected = {
    issuer,
    audience,
    leewayMillis: leeway * 1_000,
    epoch,
    grace: false,
  };
  const source = { text: typeof token === "string" ? token : "" };
  const clock = () => options.now ?? Date.now();
  const { verify = Gate.verify, keysAt = sharedKeys } = module;
  const verifyWith = (keys: Keys) => verify(module, source, keys, expected, clock());

  const jwks =
    keys ?? options.jwks ?? `${issuer.replace(/\/+$/, "")}/v1/environments/${audience}/jwks.json`;
  let result: ReturnType<typeof verifyWith>;
  if (typeof jwks === "string" || jwks instanceof URL) {
    const address = String(jwks);
    result = verifyWith(await keysAt(module, address, fetch));
    if ("error" in result && result.error.code === "token_unknown_key") {
      result = verifyWith(await keysAt(module, address, fetch, true));
    }
  } else {
    result = verifyWith(known(module, jwks));
  }
  if ("error" in result) throw result.error;

  const gate = result;
  const { summary } = gate;
  const { customer, plans } = summary;
  const check = (feature: string, asked?: CheckOptions) => gate.check(feature, asked, clock());
  return {
    customer,
    plans,
    summary,
    check,
    flag: (feature) => isOn(check(feature)),
    value: (feature, fallback) => configOf(check(feature), fallback),
  };
}
