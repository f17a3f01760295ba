/** Stores over a real client, at an edge that is made up: no page, no framework. */

import { vi } from "vitest";
import {
  type ClientStore,
  type ClientStoreOptions,
  createClient,
  type Store,
} from "../../src/headless/index.js";
import { type FakeEdge, problem } from "../fake-edge.js";
import { pricing } from "../pricing.js";
import { issuer, publishableKey } from "../signing.js";

export const previewPath = "/v1/client/vouchers/preview";

/** A voucher for 30 percent off. */
export const bigDeal = {
  valid: true,
  code: "BIGDEAL",
  voucher: {
    key: "big-deal",
    name: "Big deal",
    effects: { discount: { percent: 30, duration: { repeating: 12 } } },
    constraints: { maxPerCustomer: 1, firstPurchase: false, stacks: false },
  },
};

/** Has the edge sell plans and know one voucher. */
export function sell(edge: FakeEdge): void {
  edge.answers.set("/v1/client/pricing", () => Response.json(pricing));
  edge.answers.set(previewPath, (body) =>
    /^bigdeal$/i.test((body as { code: string }).code.trim())
      ? Response.json(bigDeal)
      : problem(404, "voucher_unknown"),
  );
}

export const optionsOf = (edge: FakeEdge): ClientStoreOptions => ({
  publishableKey,
  accessToken: "session",
  endpoint: issuer,
  storage: null,
  fetch: edge.fetch,
});

/** A client store that is started. */
export function started(edge: FakeEdge, options: Partial<ClientStoreOptions> = {}): ClientStore {
  const client = createClient({ ...optionsOf(edge), ...options });
  client.start();
  return client;
}

/** Subscribes, and waits until the value is as wished. */
export async function until<S>(store: Store<S>, isMet: (value: S) => boolean): Promise<S> {
  const end = store.subscribe(() => {});
  try {
    return await vi
      .waitUntil(() => {
        const value = store.getSnapshot();
        return isMet(value) ? { value } : false;
      })
      .then(({ value }) => value);
  } finally {
    end();
  }
}
