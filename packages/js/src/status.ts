/** The status of the client, and its subscribers. */

import type { Clock } from "./clock.js";
import type { TollgateError } from "./error.js";
import type { Gate } from "./gate.js";
import { Timer } from "./schedule.js";
import type { TokenState } from "./token-state.js";
import type { Customer, CustomerRecord, Snapshot } from "./types.js";

export class Status {
  readonly #state: TokenState;
  readonly #clock: Clock;
  readonly #change = new Timer();
  readonly #listeners = new Set<{ call: () => void }>();

  /** The same object between changes. */
  snapshot: Snapshot;

  constructor(state: TokenState, clock: Clock) {
    this.#state = state;
    this.#clock = clock;
    this.snapshot = this.#compose(null, 0);
  }

  subscribe(call: () => void): () => void {
    const listener = { call };
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Composes anew and tells everybody; again by itself when an answer changes by itself. */
  publish(error: TollgateError | null): void {
    const { gate } = this.#state;
    this.snapshot = this.#compose(error, this.snapshot.version + 1);
    const now = this.#clock.now();
    const next = gate?.nextChange(now) ?? Number.POSITIVE_INFINITY;
    this.#change.arm(next - now, () => this.publish(this.snapshot.error));
    for (const listener of [...this.#listeners]) {
      try {
        if (this.#listeners.has(listener)) listener.call();
      } catch (thrown) {
        // The listener's own affair, as it is for events: the others are told all the same.
        (globalThis.reportError ?? console.error)(thrown);
      }
    }
  }

  /** Publishes now if that is due: for when the clock has moved and the timer has not. */
  look(): void {
    this.#change.look();
  }

  close(): void {
    this.#change.stop();
    this.#listeners.clear();
  }

  #compose(error: TollgateError | null, version: number): Snapshot {
    const { gate, record, reason } = this.#state;
    const now = this.#clock.now();
    const probe = gate?.check("", undefined, now).reason;
    const isOver = probe !== "unknownFeature" && probe !== "suspended";
    return {
      status: gate ? "ready" : "unavailable",
      reason: probe ? (isOver ? probe : null) : reason,
      stale: gate !== null && now >= gate.summary.expiresAt,
      token: gate?.summary ?? null,
      customer: gate && record ? customer(gate, record, now) : null,
      error,
      version,
    };
  }
}

function customer(gate: Gate, record: CustomerRecord, now: number): Customer {
  const { customer: id, plans, suspended, features } = gate.summary;
  const entitlements: Customer["entitlements"] = Object.create(null);
  for (const feature of features) entitlements[feature] = gate.check(feature, undefined, now);
  const { name, subscriptions, trials, redemptions } = record;
  return { id, name, plans, suspended, subscriptions, trials, redemptions, entitlements };
}
