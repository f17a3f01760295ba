/** The last good token, kept between visits and told to the other tabs of the page. */

import type { CustomerRecord, TollgateStorage } from "./types.js";

/** Whatever a reload needs to gate at once. Nothing of it is believed before it is verified again. */
export interface Memory {
  token: string;
  /** The key set, as text; null where keys are pinned. */
  jwks: string | null;
  customer: CustomerRecord;
  /** The highest revocation epoch that was seen. */
  epoch: number;
  /** How far the server's clock was ahead, in milliseconds. */
  offset: number;
}

const version = 1;

function isMemory(value: unknown): value is Memory & { version: number } {
  if (typeof value !== "object" || value === null) return false;
  const { token, jwks, customer, epoch, offset } = value as Record<string, unknown>;
  return (
    (value as { version?: unknown }).version === version &&
    typeof token === "string" &&
    (typeof jwks === "string" || jwks === null) &&
    isRecord(customer) &&
    Number.isSafeInteger(epoch) &&
    Number.isSafeInteger(offset)
  );
}

/** Whether a value has the shape of a customer record. */
export function isRecord(value: unknown): value is CustomerRecord {
  if (typeof value !== "object" || value === null) return false;
  const { id, subscriptions, redemptions } = value as Record<string, unknown>;
  return typeof id === "string" && Array.isArray(subscriptions) && Array.isArray(redemptions);
}

/** `localStorage`, in a page that may use it. */
export function pageStorage(): TollgateStorage | null {
  try {
    return typeof document === "undefined" ? null : localStorage;
  } catch {
    return null;
  }
}

/** Keeps one memory under one name. A storage that fails is a storage that forgets. */
export class Keeper {
  readonly #storage: TollgateStorage | null;
  readonly #name: string;
  readonly #channel: BroadcastChannel | null;

  /** `onNews` is told what another tab has kept. */
  constructor(storage: TollgateStorage | null, name: string, onNews: (memory: Memory) => void) {
    this.#storage = storage;
    this.#name = name;
    const talks =
      storage !== null &&
      typeof document !== "undefined" &&
      typeof BroadcastChannel !== "undefined";
    this.#channel = talks ? new BroadcastChannel(name) : null;
    this.#channel?.addEventListener("message", ({ data }) => {
      if (isMemory(data)) onNews(data);
    });
  }

  recall(): Memory | null {
    try {
      const value: unknown = JSON.parse(this.#storage?.getItem(this.#name) ?? "null");
      return isMemory(value) ? value : null;
    } catch {
      return null;
    }
  }

  keep(memory: Memory): void {
    const value = { version, ...memory };
    try {
      this.#storage?.setItem(this.#name, JSON.stringify(value));
    } catch {
      // Full or forbidden: the token is then fetched anew on the next visit.
    }
    this.#channel?.postMessage(value);
  }

  forget(): void {
    try {
      this.#storage?.removeItem(this.#name);
    } catch {
      // Forbidden: then nothing was kept either.
    }
  }

  close(): void {
    this.#channel?.close();
  }
}
