/** Clients under a clock that stands still, at an edge that is made up, over one storage. */

import { afterEach, beforeEach, vi } from "vitest";
import { Tollgate, type TollgateOptions } from "../src/node.js";
import { type FakeEdge, fakeEdge, memoryStorage } from "./fake-edge.js";
import { issuer, publishableKey, start } from "./signing.js";

export const tokenPath = "/v1/client/token";

export interface Setup {
  edge: FakeEdge;
  storage: Storage;
  /** Loads a client, which is closed with the test. */
  load(options?: Partial<TollgateOptions>): Promise<Tollgate>;
}

/** Lets everything happen that waits for no time. */
export const settle = () => vi.advanceTimersByTimeAsync(0);

/** Makes a new set-up for each test of a file, and hands it over. */
export function forEachTest(provide: (setup: Setup) => void): void {
  const open: Tollgate[] = [];

  beforeEach(() => {
    vi.useFakeTimers({ now: start, toFake: ["Date", "performance", "setTimeout", "clearTimeout"] });
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    const edge = fakeEdge();
    const storage = memoryStorage();
    const usual = { publishableKey, accessToken: "session", endpoint: issuer, storage };
    const load = async (options: Partial<TollgateOptions> = {}) => {
      const client = await Tollgate.load({ ...usual, fetch: edge.fetch, ...options });
      open.push(client);
      return client;
    };
    provide({ edge, storage, load });
  });

  afterEach(() => {
    for (const client of open.splice(0)) client.close();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
}
