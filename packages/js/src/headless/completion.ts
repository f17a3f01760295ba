/** The gap between the return from a payment page and the provider's word. */

import type { PlanKey } from "@tollgate/js";
import type { ClientStore } from "./client.js";
import { hasOf } from "./gates.js";
import { createState, derive, type Store } from "./store.js";

/** How far a purchase is. */
export type Completion = "idle" | "waiting" | "complete" | "timedOut";

export interface CompletionOptions {
  /** Milliseconds between refreshes; 2,000 by default. */
  interval?: number;
  /** Milliseconds after which it gives up; 60,000 by default. */
  timeout?: number;
}

/** Refreshes until the customer holds the plan that was bought; null to wait for nothing. */
export function createCompletion(
  client: ClientStore,
  plan: PlanKey | null,
  { interval = 2_000, timeout = 60_000 }: CompletionOptions = {},
): Store<Completion> {
  const isTimedOut = createState(false, false, () => {
    const stop = () => {
      clearInterval(asking);
      clearTimeout(end);
    };
    const asking = setInterval(() => {
      const { client: loaded } = client.getSnapshot();
      if (store.getSnapshot() === "waiting") loaded?.refresh().catch(() => {});
      else stop();
    }, interval);
    const end = setTimeout(() => isTimedOut.set(true), timeout);
    return stop;
  });
  const store = derive([client, isTimedOut], (state, isTimedOut): Completion => {
    if (plan === null) return "idle";
    if (hasOf(state)({ plan })) return "complete";
    return isTimedOut ? "timedOut" : "waiting";
  });
  return store;
}
