/** The gap between the return from a payment page and the provider's word. */

import type { PlanKey } from "@tollgate/js";
import type { ClientState, ClientStore } from "./client.js";
import { hasOf } from "./gates.js";
import { Emitter, type Store } from "./store.js";

/** How far a purchase is. */
export type Completion = "idle" | "waiting" | "complete" | "timedOut";

export interface CompletionOptions {
  /** Milliseconds between refreshes; 2,000 by default. */
  interval?: number;
  /** Milliseconds after which it gives up; 60,000 by default. */
  timeout?: number;
}

/** Refreshes until the customer holds a plan. */
export class CompletionStore extends Emitter implements Store<Completion> {
  readonly #client: ClientStore;
  readonly #plan: PlanKey | null;
  readonly #options: CompletionOptions;
  #isTimedOut = false;
  #stop: (() => void) | null = null;

  /** `plan` is the plan that was bought; null to wait for nothing. */
  constructor(client: ClientStore, plan: PlanKey | null, options: CompletionOptions = {}) {
    super();
    this.#client = client;
    this.#plan = plan;
    this.#options = options;
  }

  getSnapshot = (): Completion => this.#completion(this.#client.getSnapshot());
  getServerSnapshot = (): Completion => this.#completion(this.#client.getServerSnapshot());

  override connect() {
    const end = this.#client.subscribe(() => this.#look());
    this.#look();
    return () => {
      end();
      this.#stop?.();
    };
  }

  #completion(state: ClientState): Completion {
    const plan = this.#plan;
    if (plan === null) return "idle";
    if (hasOf(state)({ plan })) return "complete";
    return this.#isTimedOut ? "timedOut" : "waiting";
  }

  /** Refreshes for as long as it waits. */
  #look(): void {
    if (this.getSnapshot() !== "waiting") this.#stop?.();
    else this.#stop ??= this.#wait();
    this.emit();
  }

  #wait(): () => void {
    const { interval = 2_000, timeout = 60_000 } = this.#options;
    const refresh = () =>
      void this.#client
        .getSnapshot()
        .client?.refresh()
        .catch(() => {});
    const asking = setInterval(refresh, interval);
    const end = setTimeout(() => {
      this.#isTimedOut = true;
      this.#look();
    }, timeout);
    return () => {
      clearInterval(asking);
      clearTimeout(end);
      this.#stop = null;
    };
  }
}
