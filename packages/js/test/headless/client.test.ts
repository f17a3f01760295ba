import { describe, expect, it, vi } from "vitest";
import { createClient, identityOf } from "../../src/headless/index.js";
import { Tollgate } from "../../src/node.js";
import type { FakeEdge } from "../fake-edge.js";
import { forEachTest, type Setup, settle, tokenPath } from "../setup.js";
import { issuer, publishableKey } from "../signing.js";
import { optionsOf, sell, started, until } from "./setup.js";

let edge: FakeEdge;
let load: Setup["load"];
forEachTest((setup) => {
  ({ edge, load } = setup);
  sell(edge);
});

describe("the store of a client", () => {
  it("is loading until the client is there, and goes with its changes", async () => {
    const store = createClient(optionsOf(edge));
    expect(store.getSnapshot()).toMatchObject({ client: null, isLoading: true, error: null });
    const stop = store.start();
    const { client, snapshot } = await until(store, ({ client }) => client !== null);
    expect(snapshot?.status).toBe("ready");
    const heard = vi.fn();
    store.subscribe(heard);
    edge.changes = { jti: "newer", rev: 10 };
    vi.setSystemTime(Date.now() + 1_000);
    await client?.refresh();
    expect(heard).toHaveBeenCalled();
    expect(store.getSnapshot().snapshot).not.toBe(snapshot);
    stop();
    await settle();
    await expect(client?.refresh()).rejects.toMatchObject({ code: "closed" });
  });

  it("says why no client can be loaded, and loads it again when asked", async () => {
    const store = createClient({ ...optionsOf(edge), publishableKey: "nonsense" });
    store.start();
    const { error } = await until(store, ({ error }) => error !== null);
    expect(error).toMatchObject({ code: "publishable_key_malformed" });
    const plans = await until(store.pricing, ({ error }) => error !== null);
    expect(plans).toMatchObject({ data: null, isLoading: false, error });
    store.update(optionsOf(edge));
    store.retry();
    expect(store.getSnapshot()).toMatchObject({ isLoading: true, error: null });
    const { client } = await until(store, ({ client }) => client !== null);
    expect(client?.check("sso").allowed).toBe(true);
    await until(store.pricing, ({ data }) => data !== null);
  });

  it("takes a client that is loaded already, and leaves it open", async () => {
    const client = await load();
    const store = createClient({ client });
    expect(store.getSnapshot()).toMatchObject({ client, isLoading: false });
    store.start()();
    await client.refresh();
    expect(edge.count(tokenPath)).toBe(2);
  });

  it("closes a client that comes after it was stopped", async () => {
    const closing = vi.spyOn(Tollgate.prototype, "close");
    started(edge);
    const store = createClient(optionsOf(edge));
    store.start()();
    await vi.waitUntil(() => closing.mock.calls.length > 0);
    expect(store.getSnapshot().client).toBeNull();
  });

  it("asks for a session by the newest function", async () => {
    const [old, newer] = [vi.fn(() => "session"), vi.fn(() => "session")];
    const store = createClient({ ...optionsOf(edge), accessToken: old });
    store.update({ ...optionsOf(edge), accessToken: newer });
    store.start();
    await until(store, ({ client }) => client !== null);
    expect([old.mock.calls.length, newer.mock.calls.length]).toEqual([0, 1]);
  });

  it("tells apart whom it is for", () => {
    const options = { publishableKey, endpoint: issuer };
    const identities = [
      options,
      { ...options, accessToken: "session" },
      { ...options, accessToken: () => "session" },
      { ...options, customer: "acme" },
    ].map(identityOf);
    expect(new Set(identities).size).toBe(4);
    expect(identityOf({ ...options, accessToken: () => "other" })).toBe(identities[2]);
  });
});

describe("the plans", () => {
  it("are asked for once, by whoever wants them first", async () => {
    const store = started(edge);
    await until(store, ({ client }) => client !== null);
    expect(edge.count("/v1/client/pricing")).toBe(0);
    await until(store.pricing, ({ data }) => data !== null);
    const { data } = await until(store.pricing, ({ data }) => data !== null);
    expect(data?.plans.map(({ key }) => key)).toEqual(["starter", "pro"]);
    expect(edge.count("/v1/client/pricing")).toBe(1);
  });

  it("say why they are missing, and are asked for again", async () => {
    edge.answers.set("/v1/client/pricing", () => Promise.reject(new TypeError("down")));
    const store = started(edge);
    const failed = await until(store.pricing, ({ error }) => error !== null);
    expect(failed).toMatchObject({ data: null, isLoading: false, error: { code: "network" } });
    sell(edge);
    store.retry();
    expect(store.pricing.getSnapshot()).toMatchObject({ isLoading: true, error: null });
    await until(store.pricing, ({ data }) => data !== null);
  });
});
