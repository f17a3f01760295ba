/** Key sets by address: fetched once for all who ask at the same time, and kept. */

import { NetworkError } from "./error.js";
import { readKeys } from "./gate.js";
import type { Keys } from "./wasm/gate/gate.js";
import type { GateModule } from "./wasm.js";

/** Until this age a set is taken as it is. */
const freshMillis = 300_000;
/** Until this age it serves where a newer one is out of reach: no token lives longer. */
const usableMillis = 3_600_000;
/** The most that is waited where the set that is kept would serve, and for what somebody else has asked for. */
const shortTimeoutMillis = 2_000;
const timeoutMillis = 10_000;
/** Between two requests for one set, so that neither a token with a made-up key nor a silent edge makes many. */
const requestIntervalMillis = 10_000;
/** The same while there is no set at all. */
const retryMillis = 1_000;
const mostSets = 256;

interface KeySet {
  keys: Keys | null;
  /** What the keys were read from. */
  text: string;
  fetchedAt: number;
  askedAt: number;
  asking: Promise<Keys> | null;
  failure: unknown;
}

const sets = new Map<string, KeySet>();

function setAt(address: string): KeySet {
  const found = sets.get(address);
  if (found) return found;
  for (const oldest of sets.keys()) {
    if (sets.size < mostSets) break;
    sets.delete(oldest);
  }
  const never = Number.NEGATIVE_INFINITY;
  const set = {
    keys: null,
    text: "",
    fetchedAt: never,
    askedAt: never,
    asking: null,
    failure: null,
  };
  sets.set(address, set);
  return set;
}

/**
 * The keys at an address. `renew` asks for newer ones than those that are kept, at most every ten seconds.
 *
 * Rejects with a `NetworkError` where they are out of reach and none are kept that would serve, and with a `KeysError`
 * where what is there is no key set.
 */
export async function keysAt(
  module: GateModule,
  address: string,
  reach: typeof globalThis.fetch,
  renew = false,
): Promise<Keys> {
  const set = setAt(address);
  const now = Date.now();
  const usable = now - set.fetchedAt < usableMillis ? set.keys : null;
  const fallback = renew ? null : usable;
  if (fallback && now - set.fetchedAt < freshMillis) return fallback;
  const isFirst = set.asking === null;
  if (isFirst && now - set.askedAt < (usable ? requestIntervalMillis : retryMillis)) {
    if (usable) return usable;
    throw set.failure;
  }
  const asking = set.asking ?? ask(set, module, address, reach);
  try {
    let keys = await within(isFirst && !fallback ? timeoutMillis : shortTimeoutMillis, asking);
    if (keys) return keys;
    if (set.asking === asking) set.asking = null;
    if (!isFirst && !fallback) {
      // Who asked first may be gone, and with them the answer: a Worker's requests end with who sent them.
      keys = await within(timeoutMillis, set.asking ?? ask(set, module, address, reach));
      if (keys) return keys;
    }
    throw unreachable(address, new Error("no answer in time"));
  } catch (failure) {
    if (fallback) return fallback;
    throw failure;
  }
}

function ask(
  set: KeySet,
  module: GateModule,
  address: string,
  reach: typeof globalThis.fetch,
): Promise<Keys> {
  const askedAt = Date.now();
  const asking = fetchText(address, reach).then((text) => {
    // The same keys as long as the set is the same: what was verified with them stays.
    const keys = set.keys && set.text === text ? set.keys : readKeys(module, text);
    set.text = text;
    return keys;
  });
  Object.assign(set, { asking, askedAt });
  asking
    .then(
      (keys) => Object.assign(set, { keys, fetchedAt: askedAt }),
      (failure) => Object.assign(set, { failure }),
    )
    .then(() => {
      if (set.asking === asking) set.asking = null;
    });
  return asking;
}

/** What is under way; null where it takes longer. */
async function within(millis: number, asking: Promise<Keys>): Promise<Keys | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, millis, null);
  });
  try {
    return await Promise.race([asking, over]);
  } finally {
    clearTimeout(timer);
  }
}

async function fetchText(address: string, reach: typeof globalThis.fetch): Promise<string> {
  try {
    const response = await reach(address, { signal: AbortSignal.timeout(timeoutMillis) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return await response.text();
  } catch (cause) {
    throw unreachable(address, cause);
  }
}

const unreachable = (address: string, cause: unknown) =>
  new NetworkError("network", `the key set at \`${address}\` could not be fetched; try again`, {
    cause,
  });
