/** The last good token, stored between visits and broadcast to the other tabs of the page. */

import { tryOrNull } from "./try.js";
import type { CustomerRecord, TollgateStorage } from "./types.js";

/** Whatever a reload needs to gate at once. Nothing of it is believed before it is verified again. */
export interface StoredToken {
  token: string;
  /** The key set, as text; null where keys are pinned. */
  jwks: string | null;
  customer: CustomerRecord;
  /** The highest revocation epoch that was seen. */
  epoch: number;
  /** How far the server's clock was ahead, in milliseconds. */
  offset: number;
  /** When the edge answered, by the local clock. */
  at: number;
}

const version = 1;

/** Whether a value has these members as texts. */
const hasTexts = (value: unknown, ...names: string[]): value is Record<string, unknown> =>
  names.every((name) => typeof (value as Record<string, unknown> | null)?.[name] === "string");

const areAll = (list: unknown, holds: (one: unknown) => boolean): boolean =>
  Array.isArray(list) && list.every(holds);

function isStoredToken(value: unknown): value is StoredToken {
  return (
    hasTexts(value, "token") &&
    value.version === version &&
    (typeof value.jwks === "string" || value.jwks === null) &&
    isRecord(value.customer) &&
    [value.epoch, value.offset, value.at].every(Number.isSafeInteger)
  );
}

/** Whether a value has the shape of a customer record, as far as it is read without looking. */
export function isRecord(value: unknown): value is CustomerRecord {
  return (
    hasTexts(value, "id") &&
    (typeof value.name === "string" || value.name === null) &&
    areAll(
      value.subscriptions,
      (one) => hasTexts(one, "id", "plan", "status") && hasTexts(one.currentPeriod, "start", "end"),
    ) &&
    areAll(value.trials, (one) => typeof one === "string") &&
    areAll(value.redemptions, (one) => hasTexts(one, "id", "voucher", "code") && !!one.effects)
  );
}

const isPage = () => typeof document !== "undefined";

/** `localStorage`, in a page that may use it. */
export const pageStorage = (): TollgateStorage | null =>
  tryOrNull(() => (isPage() ? localStorage : null));

/** Keeps one token under one name. A storage that fails counts as empty; tabs exchange tokens without one as well. */
export class TokenStorage {
  #storage: TollgateStorage | null;
  /** Shared between tabs. */
  readonly name: string;
  readonly #channel: BroadcastChannel | null;

  /** `onMessage` is given what another tab has stored, or null where the edge has refused it. */
  constructor(
    storage: TollgateStorage | null,
    name: string,
    isShared: boolean,
    onMessage: (stored: StoredToken | null) => void,
  ) {
    this.#storage = storage;
    this.name = name;
    this.#channel = tryOrNull(() => (isShared && isPage() ? new BroadcastChannel(name) : null));
    this.#channel?.addEventListener("message", ({ data }) => {
      if (data === null || isStoredToken(data)) onMessage(data);
    });
  }

  read(): StoredToken | null {
    return tryOrNull(() => {
      const value: unknown = JSON.parse(this.#storage?.getItem(this.name) ?? "null");
      return isStoredToken(value) ? value : null;
    });
  }

  write(stored: StoredToken): void {
    const value = { version, ...stored };
    // What stands there is older, and must not be taken for the newest where the storage is full.
    this.remove();
    tryOrNull(() => this.#storage?.setItem(this.name, JSON.stringify(value)));
    this.#broadcast(value);
  }

  remove(): void {
    tryOrNull(() => this.#storage?.removeItem(this.name));
  }

  /** Removes the token, and tells the other tabs that the edge has refused this one. */
  revoke(): void {
    this.remove();
    this.#broadcast(null);
  }

  /** Leaves what is stored, and stores nothing more. */
  close(): void {
    this.#storage = null;
    this.#channel?.close();
  }

  #broadcast(message: StoredToken | null): void {
    tryOrNull(() => this.#channel?.postMessage(message));
  }
}
