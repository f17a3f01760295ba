/** The first render of a page that a server rendered: what it is drawn from on both sides. */

import type {
  CheckOptions,
  Quote,
  QuoteSelection,
  Scenario,
  Snapshot,
  TollgateClient,
} from "@tollgate/js";
import type { ServerSnapshot } from "./snapshot/format.js";

/** What a selection costs, as far as it is known: null where it cannot be quoted. */
export interface KnownQuote {
  quote: Quote | null;
  error: Error | null;
}

/** A client that answers from what a server knew, and says what that was. */
export interface HydrationClient extends TollgateClient {
  /** Whether a question to the gate is answered here. */
  knows(feature: string, options?: CheckOptions): boolean;
  knownQuote(selection: QuoteSelection): KnownQuote | null;
  knownScenario(plan: string, price?: string): Scenario | null;
  getSnapshot(): Snapshot;
}

/** What a server knew, in use. */
export interface HydrationState {
  snapshot: ServerSnapshot;
  client: HydrationClient;
}

/**
 * Takes a server's snapshot into use for one environment and one customer, where that is known; null where it was not
 * made for them. `coming` gives the client that follows, when it is there.
 */
export type FromServer = (
  publishableKey: string,
  customer: string | undefined,
  coming: () => Promise<TollgateClient>,
) => HydrationState | null;

/** Whether a client answers from what a server knew. */
export const isHydrating = (client: TollgateClient | null): client is HydrationClient =>
  client !== null && "knows" in client;
