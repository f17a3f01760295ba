/** For pages that a server rendered: takes its snapshot into use. */

import type { FromServer } from "./hydration.js";
import { SnapshotClient } from "./snapshot/client.js";
import { fits } from "./snapshot/format.js";

export type { FromServer } from "./hydration.js";
export type { QuoteOutcome, ServerSnapshot } from "./snapshot/format.js";

/**
 * What `TollgateProvider` draws its first render from, on the server and in the browser: a snapshot made by
 * `takeSnapshot`. One that is malformed, of another version, environment or customer counts as none.
 */
export const fromServer =
  (snapshot: unknown): FromServer =>
  (publishableKey, customer, coming) =>
    fits(snapshot, publishableKey, customer)
      ? { snapshot, client: new SnapshotClient(snapshot, coming) }
      : null;
