/** The last good token, kept between visits and told to the other tabs of the page. */

import { attempt } from "./attempt.js";
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
  /** When the edge answered, by the local clock. */
  at: number;
}

const version = 1;

/** Whether a value has these members as texts. */
const hasTexts = (value: unknown, ...names: string[]): value is Record<string, unknown> =>
  names.every((name) => typeof (value as Record<string, unknown> | null)?.[name] === "string");

const areAll = (list: unknown, holds: (one: unknown) => boolean): boolean =>
  Array.isArray(list) && list.every(holds);

function isMemory(value: unknown): value is Memory {
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
    areAll(value.redemptions, (one) => hasTexts(one, "id", "voucher", "code") && !!one.effects)
  );
}

const isPage = () => typeof document !== "undefined";

/** `localStorage`, in a page that may use it. */
export const pageStorage = (): TollgateStorage | null =>
  attempt(() => (isPage() ? localStorage : null));

/** Keeps one memory under one name. A storage that fails is a storage that forgets; tabs talk without one as well. */
export class Keeper {
  #storage: TollgateStorage | null;
  /** Shared between tabs. */
  readonly name: string;
  readonly #channel: BroadcastChannel | null;

  /** `onNews` is told what another tab has kept, or null where the edge has refused it. */
  constructor(
    storage: TollgateStorage | null,
    name: string,
    isShared: boolean,
    onNews: (memory: Memory | null) => void,
  ) {
    this.#storage = storage;
    this.name = name;
    this.#channel = attempt(() => (isShared && isPage() ? new BroadcastChannel(name) : null));
    this.#channel?.addEventListener("message", ({ data }) => {
      if (data === null || isMemory(data)) onNews(data);
    });
  }

  recall(): Memory | null {
    return attempt(() => {
      const value: unknown = JSON.parse(this.#storage?.getItem(this.name) ?? "null");
      return isMemory(value) ? value : null;
    });
  }

  keep(memory: Memory): void {
    const value = { version, ...memory };
    // What stands there is older, and must not be taken for the newest where the storage is full.
    this.forget();
    attempt(() => this.#storage?.setItem(this.name, JSON.stringify(value)));
    this.#tell(value);
  }

  forget(): void {
    attempt(() => this.#storage?.removeItem(this.name));
  }

  /** Forgets, and tells the other tabs that the edge has refused this one. */
  retract(): void {
    this.forget();
    this.#tell(null);
  }

  /** Leaves what was kept, and keeps nothing more. */
  close(): void {
    this.#storage = null;
    this.#channel?.close();
  }

  #tell(news: Memory | null): void {
    attempt(() => this.#channel?.postMessage(news));
  }
}
