/** Key sets by address: fetched once for all who ask at the same time, and kept. */

import { NetworkError } from "./error.js";
import { readKeys } from "./gate.js";
import type { Keys } from "./wasm/gate/gate.js";
import type { GateModule } from "./wasm.js";

/** Until this age a set is taken as it is. */
const freshMillis = 300_000;
/** Until this age it serves where a newer one is out of reach: no token lives longer. */
const usableMillis = 3_600_000;
/** The most that is waited for a newer set while the one that is kept would serve. */
const impatienceMillis = 2_000;
const patienceMillis = 10_000;
/** Between two requests for one set, so that neither a token with a made-up key nor a silent edge makes many. */
const pauseMillis = 10_000;
/** The same while there is no set at all. */
const retryMillis = 1_000;
const mostSets = 256;

interface KeySet {
  keys: Keys | null;
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
  const set = { keys: null, fetchedAt: never, askedAt: never, asking: null, failure: null };
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
  if (usable && !renew && now - set.fetchedAt < freshMillis) return usable;
  if (!set.asking) {
    if (now - set.askedAt < (usable ? pauseMillis : retryMillis)) {
      if (usable) return usable;
      throw set.failure;
    }
    ask(set, module, address, reach, now);
  }
  try {
    return await within(usable && !renew ? impatienceMillis : patienceMillis, set, address);
  } catch (failure) {
    if (usable && !renew) return usable;
    throw failure;
  }
}

function ask(
  set: KeySet,
  module: GateModule,
  address: string,
  reach: typeof globalThis.fetch,
  now: number,
): void {
  const asking = fetchText(address, reach).then((text) => readKeys(module, text));
  Object.assign(set, { asking, askedAt: now });
  asking
    .then(
      (keys) => Object.assign(set, { keys, fetchedAt: now }),
      (failure) => Object.assign(set, { failure }),
    )
    .then(() => {
      if (set.asking === asking) set.asking = null;
    });
}

/** What is under way, for as long as one may wait: a Worker may end whose request asked, and with it the answer. */
async function within(millis: number, set: KeySet, address: string): Promise<Keys> {
  const { asking } = set;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      if (millis === patienceMillis && set.asking === asking) set.asking = null;
      reject(unreachable(address, new Error(`no answer within ${millis / 1_000} s`)));
    }, millis);
  });
  try {
    return await Promise.race([asking as Promise<Keys>, over]);
  } finally {
    clearTimeout(timer);
  }
}

async function fetchText(address: string, reach: typeof globalThis.fetch): Promise<string> {
  try {
    const response = await reach(address, { signal: AbortSignal.timeout(patienceMillis) });
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
