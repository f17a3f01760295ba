import { describe, expect, it, vi } from "vitest";
import type { TollgateOptions } from "../src/node.js";
import { type FakeEdge, problem } from "./fake-edge.js";
import { fakeChannel, fakeLocks, fakePage } from "./page.js";
import { forEachTest, type Setup, settle, tokenPath } from "./setup.js";
import { publishableKey, start } from "./signing.js";

let edge: FakeEdge;
let storage: Storage;
let load: Setup["load"];
forEachTest((setup) => {
  ({ edge, storage, load } = setup);
});

/** A tab: all of them have one storage, unless they say otherwise. */
const tab = (options: Partial<TollgateOptions> = {}) => load({ customer: "acme", ...options });

const locks = () => ({ locks: fakeLocks() });
const channel = () => ({ BroadcastChannel: fakeChannel() });

describe.each([
  ["locks and channel", () => ({ ...locks(), ...channel() })],
  ["locks alone", locks],
])("two tabs with %s", (_, given) => {
  it("make one refresh of two", async () => {
    fakePage(given());
    const tabs = [await tab(), await tab()];
    await settle();
    const before = edge.count(tokenPath);
    vi.setSystemTime(start + 100_000);
    await Promise.all(tabs.map((client) => client.refresh()));
    expect(edge.count(tokenPath)).toBe(before + 1);
    for (const client of tabs) expect(client.getSnapshot().token?.issuedAt).toBe(start + 100_000);
  });
});

describe("tabs", () => {
  it("refresh once for all ahead of expiry", async () => {
    fakePage({ ...locks(), ...channel() });
    const tabs = [await tab(), await tab(), await tab()];
    await settle();
    const before = edge.count(tokenPath);
    await vi.advanceTimersByTimeAsync(640_000);
    expect(edge.count(tokenPath)).toBe(before + 1);
    for (const client of tabs)
      expect(client.getSnapshot().token?.issuedAt).toBeGreaterThan(start + 600_000);
  });

  it("share by the storage alone", async () => {
    fakePage({});
    const first = await tab();
    const second = await tab();
    vi.spyOn(Math, "random").mockReturnValue(0);
    await first.refresh();
    await vi.advanceTimersByTimeAsync(560_000);
    const before = edge.count(tokenPath);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(edge.count(tokenPath)).toBe(before);
    expect(second.getSnapshot().token?.issuedAt).toBe(first.getSnapshot().token?.issuedAt);
  });

  it("refresh each for itself where there is nothing to share by", async () => {
    fakePage({});
    const tabs = [await tab({ storage: null }), await tab({ storage: null })];
    await Promise.all(tabs.map((client) => client.refresh()));
    expect(edge.count(tokenPath)).toBe(4);
    expect(tabs.map((client) => client.check("sso").allowed)).toEqual([true, true]);
  });

  it("talk without a storage that works", async () => {
    fakePage({ ...locks(), ...channel() });
    const denied = new Proxy(storage, {
      get: () => () => {
        throw new DOMException("denied", "SecurityError");
      },
    });
    const tabs = [await tab({ storage: denied }), await tab({ storage: denied })];
    const before = edge.count(tokenPath);
    vi.setSystemTime(start + 100_000);
    await Promise.all(tabs.map((client) => client.refresh()));
    expect(edge.count(tokenPath)).toBe(before + 1);
  });

  it("ask for themselves where the other one failed", async () => {
    fakePage({ ...locks(), ...channel() });
    const tabs = [await tab(), await tab()];
    await settle();
    vi.setSystemTime(start + 2_000);
    const before = edge.count(tokenPath);
    let tries = 0;
    edge.answers.set(tokenPath, () => {
      edge.answers.delete(tokenPath);
      tries++;
      return problem(503, "busy");
    });
    const refreshing = Promise.allSettled(tabs.map((client) => client.refresh()));
    await vi.advanceTimersByTimeAsync(250);
    expect((await refreshing).map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
    expect([tries, edge.count(tokenPath)]).toEqual([1, before + 2]);
    await settle();
    expect(tabs[0]?.getSnapshot().error).toBeNull();
  });

  it("do not wait for ever for one that hangs", async () => {
    const held = fakeLocks();
    fakePage({ locks: held });
    void held.request(`tollgate:${publishableKey}`, {}, () => new Promise(() => {}));
    const timedOut = new AbortController();
    vi.spyOn(AbortSignal, "timeout").mockImplementation((millis) =>
      millis === 15_000 ? timedOut.signal : new AbortController().signal,
    );
    const loading = tab();
    await settle();
    expect(edge.count(tokenPath)).toBe(0);
    timedOut.abort();
    expect((await loading).check("sso").allowed).toBe(true);
  });

  it("do without locks that are forbidden", async () => {
    const request = () => Promise.reject(new DOMException("opaque origin", "SecurityError"));
    fakePage({ locks: { request } });
    expect((await tab()).check("sso").allowed).toBe(true);
    expect(edge.count(tokenPath)).toBe(1);
  });

  it("tell what a change at the edge brought", async () => {
    fakePage({ ...locks(), ...channel() });
    const [first, second] = [await tab(), await tab()];
    edge.answers.set("/v1/client/vouchers/redeem", () => Response.json({}, { status: 201 }));
    edge.changes = { plans: ["enterprise"] };
    vi.setSystemTime(start + 2_000);
    await first.voucher.redeem("welcome20");
    await settle();
    expect(second.hasPlan("enterprise")).toBe(true);
  });

  it("ask after a change, whatever another tab has just fetched", async () => {
    fakePage({ ...locks(), ...channel() });
    const [first, second] = [await tab(), await tab()];
    await settle();
    edge.answers.set("/v1/client/vouchers/redeem", async () => {
      edge.changes = { plans: ["enterprise"] };
      return Response.json({}, { status: 201 });
    });
    vi.setSystemTime(start + 2_000);
    const redeeming = first.voucher.redeem("welcome20");
    await Promise.all([second.refresh(), redeeming, vi.advanceTimersByTimeAsync(250)]);
    expect(first.hasPlan("enterprise")).toBe(true);
  });

  it("learn of the clock from each other", async () => {
    fakePage({ ...locks(), ...channel() });
    const [first, second] = [await tab(), await tab()];
    vi.setSystemTime(start + 86_400_000);
    edge.ahead = 2_000 - 86_400_000;
    await first.refresh();
    const before = edge.count(tokenPath);
    await settle();
    expect(second.check("sso")).toMatchObject({ allowed: true, stale: false });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(edge.count(tokenPath)).toBe(before);
  });

  it("hear nothing from another customer", async () => {
    fakePage({ ...locks(), ...channel() });
    const first = await tab();
    edge.changes = { sub: "other", plans: ["enterprise"] };
    vi.setSystemTime(start + 2_000);
    const second = await tab({ customer: "other" });
    await settle();
    expect(second.customer()?.id).toBe("other");
    expect(first.customer()).toMatchObject({ id: "acme", plans: ["pro"] });
  });

  it("never go back to an older epoch, whatever a tab tells or keeps", async () => {
    fakePage({ ...locks(), ...channel() });
    edge.changes = { epoch: 4 };
    const old = await tab();
    const kept = storage.getItem(storage.key(0) ?? "") ?? "";
    edge.changes = { epoch: 5 };
    vi.setSystemTime(start + 2_000);
    const current = await tab();
    await settle();
    const epochs = () => [old, current].map((client) => client.getSnapshot().token?.epoch);
    expect(epochs()).toEqual([5, 5]);

    const liar = new BroadcastChannel(`tollgate:${publishableKey}`);
    liar.postMessage({ ...JSON.parse(kept), at: start + 10_000 });
    await settle();
    expect(epochs()).toEqual([5, 5]);

    storage.setItem(storage.key(0) ?? "", kept);
    vi.setSystemTime(start + 5_000);
    await current.refresh();
    expect(JSON.parse(storage.getItem(storage.key(0) ?? "") ?? "{}").epoch).toBe(5);
    liar.close();
  });

  it("close with the session that was revoked, all of them at once", async () => {
    fakePage({ ...locks(), ...channel() });
    const tabs = [await tab(), await tab()];
    await settle();
    edge.answers.set(tokenPath, () => problem(401, "session_revoked"));
    vi.setSystemTime(start + 2_000);
    await expect(tabs[0]?.refresh()).rejects.toMatchObject({ code: "session_revoked" });
    await vi.advanceTimersByTimeAsync(250);
    for (const client of tabs) {
      expect(client.check("sso")).toMatchObject({ allowed: false, reason: "tokenInvalid" });
      expect(client.getSnapshot()).toMatchObject({ status: "unavailable", customer: null });
    }
    expect(storage.length).toBe(0);
    // And they do not call each other for ever.
    const asked = edge.count(tokenPath);
    await vi.advanceTimersByTimeAsync(250);
    expect(edge.count(tokenPath)).toBe(asked);
  });

  it("take no news that is none", async () => {
    fakePage({ ...locks(), ...channel() });
    const client = await tab();
    const before = client.getSnapshot();
    const liar = new BroadcastChannel(`tollgate:${publishableKey}`);
    const kept = JSON.parse(storage.getItem(storage.key(0) ?? "") ?? "{}");
    for (const news of [
      1,
      "x",
      [],
      {},
      { ...kept, token: 1 },
      { ...kept, token: `${kept.token}x`, at: start + 1 },
      { ...kept, customer: { ...kept.customer, id: "__proto__" }, at: start + 1 },
      { ...kept, jwks: "{", token: "a.b.c", at: start + 1 },
      { ...kept, at: Number.NaN },
    ]) {
      liar.postMessage(news);
      await settle();
      expect(client.getSnapshot()).toBe(before);
    }
    liar.close();
  });
});

describe("a page that comes back", () => {
  it("asks anew where what it knows is old, and once", async () => {
    const page = fakePage({ ...locks(), ...channel() });
    await tab();
    page.show();
    await settle();
    expect(edge.count(tokenPath)).toBe(1);
    await vi.advanceTimersByTimeAsync(61_000);
    page.show();
    await settle();
    expect(edge.count(tokenPath)).toBe(2);
    await vi.advanceTimersByTimeAsync(61_000);
    page.restore();
    await settle();
    expect(edge.count(tokenPath)).toBe(3);
  });

  it("asks at once when it is on line again, and starts its back-off anew", async () => {
    const page = fakePage({});
    const client = await tab();
    edge.isOnline = false;
    await client.refresh().catch(() => {});
    await vi.advanceTimersByTimeAsync(20_000);
    edge.isOnline = true;
    const before = edge.count(tokenPath);
    page.connect();
    await settle();
    expect(edge.count(tokenPath)).toBe(before + 1);
    expect(client.getSnapshot().error).toBeNull();
  });

  it("leaves an edge alone that asked for it", async () => {
    const page = fakePage({});
    const client = await tab();
    edge.answers.set(tokenPath, () => problem(503, "busy", {}, { "Retry-After": "600" }));
    await client.refresh().catch(() => {});
    const before = edge.count(tokenPath);
    await vi.advanceTimersByTimeAsync(61_000);
    page.show();
    page.connect();
    await settle();
    expect(edge.count(tokenPath)).toBe(before);
    await vi.advanceTimersByTimeAsync(660_000);
    expect(edge.count(tokenPath)).toBe(before + 1);
  });

  it("shows after a sleep that its token has expired, and mends that", async () => {
    const page = fakePage({});
    const client = await tab();
    edge.isOnline = false;
    vi.setSystemTime(start + 86_400_000);
    expect(client.check("sso").reason).toBe("tokenExpired");
    expect(client.getSnapshot().reason).toBeNull();
    await settle();
    expect(client.getSnapshot().reason).toBe("tokenExpired");
    edge.isOnline = true;
    page.connect();
    await settle();
    expect(client.check("sso").allowed).toBe(true);
  });

  it("asks within a minute after a sleep that nothing told it of", async () => {
    fakePage({});
    const client = await tab();
    vi.setSystemTime(start + 86_400_000);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(client.check("sso").allowed).toBe(true);
    expect(edge.count(tokenPath)).toBe(2);
  });
});
