import { describe, expect, it, vi } from "vitest";
import {
  createClient,
  createGate,
  createPricingTable,
  createQuote,
  createUsageMeter,
} from "../../src/headless/index.js";
import { takeSnapshot } from "../../src/headless/server.js";
import { fromServer } from "../../src/headless/snapshot.js";
import type { FakeEdge } from "../fake-edge.js";
import { forEachTest } from "../setup.js";
import { issuer, publishableKey, start } from "../signing.js";
import { optionsOf, sell, until } from "./setup.js";

const selection = { plan: "pro", price: "pro-monthly", quantities: { seats: 7 } };
let edge: FakeEdge;
forEachTest((setup) => {
  ({ edge } = setup);
  sell(edge);
});

/** A client store over a server's snapshot, which was sent as text. */
async function fromPage(changes: object = {}) {
  const made = await takeSnapshot({
    publishableKey,
    accessToken: "session",
    endpoint: issuer,
    fetch: edge.fetch,
    tables: [{ plans: ["starter", "pro"] }],
    quotes: [selection],
  });
  const snapshot = fromServer(JSON.parse(JSON.stringify({ ...made, ...changes })));
  return createClient({ ...optionsOf(edge), snapshot });
}

describe("a page that a server rendered", () => {
  it("has every value before its client is loaded", async () => {
    const client = await fromPage();
    edge.asked.length = 0;
    const stores = {
      gate: createGate(client, "sso"),
      meter: createUsageMeter(client, "api-calls"),
      quote: createQuote(client, selection),
      table: createPricingTable(client, { plans: ["starter", "pro"] }),
    };
    expect(stores.gate.getServerSnapshot()).toMatchObject({ allowed: true, isLoading: false });
    expect(stores.meter.getServerSnapshot()).toMatchObject({ share: 0.4, isKnown: true });
    expect(stores.quote.getServerSnapshot()).toMatchObject({ quote: { dueNow: 9700 } });
    const table = stores.table.getServerSnapshot();
    expect(table.status).toBe("ready");
    expect(table.plans.map(({ priceSummary }) => priceSummary?.price)).toEqual([0, 4900]);
    for (const store of Object.values(stores))
      expect(store.getSnapshot()).toBe(store.getServerSnapshot());
    expect(client.now).toBe(start);
    expect(edge.asked).toEqual([]);
  });

  it("goes on from there when the client is loaded, and asks for no second token", async () => {
    const client = await fromPage();
    const table = createPricingTable(client, { plans: ["starter", "pro"] });
    const first = table.getServerSnapshot();
    edge.asked.length = 0;
    const statuses = new Set<string>();
    table.subscribe(() => statuses.add(table.getSnapshot().status));
    client.start();
    await until(client, (state) => state !== client.getServerSnapshot());
    await vi.waitUntil(() => table.getSnapshot().plans[1]?.quote !== first.plans[1]?.quote);
    expect(table.getSnapshot().plans[1]?.priceSummary).toEqual(first.plans[1]?.priceSummary);
    expect(table.getServerSnapshot()).toBe(first);
    expect([...statuses]).toEqual(["ready"]);
    expect(edge.count("/v1/client/token")).toBe(0);
  });

  it("hydrates late parts with what the server knew, and shows others what is so now", async () => {
    const client = await fromPage();
    client.start();
    await until(client, (state) => state !== client.getServerSnapshot());
    const [late, other] = [createQuote(client, selection), createQuote(client, selection)];
    expect(late.getServerSnapshot().quote?.dueNow).toBe(9700);
    expect(late.getSnapshot().quote?.dueNow).toBe(9700);
    expect(other.getSnapshot()).toMatchObject({ quote: null, isLoading: true });
  });

  it("draws nothing from a snapshot past its token's expiry", async () => {
    const client = await fromPage();
    vi.setSystemTime(start + 3_600_000);
    const gate = createGate(client, "sso");
    expect(gate.getSnapshot().allowed).toBe(true);
    edge.isOnline = false;
    client.start();
    expect(gate.getSnapshot()).toMatchObject({ allowed: false, isLoading: true });
    expect(gate.getServerSnapshot().allowed).toBe(true);
  });

  it("takes no snapshot of somebody else or of another environment", async () => {
    for (const changes of [{ publishableKey: "pk_live_x_y" }, { version: 2 }]) {
      const client = await fromPage(changes);
      expect(client.serverSnapshot).toBeNull();
      expect(client.getSnapshot()).toMatchObject({ client: null, isLoading: true });
    }
  });
});
