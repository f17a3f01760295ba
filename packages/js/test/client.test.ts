import { describe, expect, it, vi } from "vitest";
import { Tollgate, verifyToken } from "../src/node.js";
import { type FakeEdge, problem } from "./fake-edge.js";
import { forEachTest, type Setup, tokenPath } from "./setup.js";
import { audience, issuer, key, publishableKey, signingKey, start } from "./signing.js";

let edge: FakeEdge;
let storage: Storage;
let load: Setup["load"];
forEachTest((setup) => {
  ({ edge, storage, load } = setup);
});

/** Waits for what the client does next, after so much time. */
async function after(client: Tollgate, millis: number): Promise<void> {
  const changed = new Promise<void>((resolve) => {
    const end = client.subscribe(() => {
      end();
      resolve();
    });
  });
  await vi.advanceTimersByTimeAsync(millis);
  await changed;
}

describe("answers", () => {
  it("hands out the token for a server to verify", async () => {
    const client = await load();
    const token = client.token();
    expect(token).not.toBeNull();
    const keys = [key.jwk];
    const verified = await verifyToken(token ?? "", { issuer, audience, keys });
    expect(verified.summary).toEqual(client.getSnapshot().token);
    edge.sessions.clear();
    vi.setSystemTime(start + 961_000);
    await client.refresh().catch(() => {});
    expect(client.token()).toBeNull();
  });

  it("decides from the token alone", async () => {
    const client = await load();
    expect(client.check("api-calls", { requested: 6 })).toMatchObject({
      allowed: true,
      reason: "withinLimit",
      remaining: 6,
    });
    expect(client.check("api-calls", { requested: 7 })).toMatchObject({
      allowed: false,
      reason: "limitReached",
    });
    expect(client.check("sso", { flag: "beta-dashboard" })).toMatchObject({
      allowed: true,
      reason: "granted",
    });
    expect(client.check("sso", { flag: "old-editor" })).toMatchObject({
      allowed: false,
      reason: "switchedOff",
    });
    expect(client.check("seats")).toMatchObject({ reason: "unlimited", limit: "unlimited" });
    expect(client.check("nothing")).toMatchObject({
      allowed: false,
      reason: "unknownFeature",
      kind: null,
    });
    expect([
      client.flag("beta-dashboard"),
      client.flag("old-editor"),
      client.flag("sso"),
      client.flag("api-calls"),
    ]).toEqual([true, false, true, false]);
    expect(client.value("support-level", "community")).toBe("email");
    expect(client.value("nothing", "community")).toBe("community");
    expect(client.value("limits", null)).toEqual({ burst: [1, 2] });
    expect([client.hasPlan("pro"), client.hasPlan("enterprise")]).toEqual([true, false]);
  });

  it("never throws and never allows what is no count", async () => {
    const client = await load();
    for (const requested of [Number.NaN, -1, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(client.check("api-calls", { requested }).reason).toBe("limitReached");
    }
    expect(client.check("api-calls", { requested: 5.5 })).toMatchObject({
      requested: 6,
      allowed: true,
    });
    expect(client.check(undefined as unknown as string).allowed).toBe(false);
    expect(client.check({} as unknown as string, { flag: 1 as unknown as string }).allowed).toBe(
      false,
    );
  });

  it("gives the same object until it could change", async () => {
    const client = await load();
    const first = client.check("beta-dashboard");
    expect(client.check("beta-dashboard")).toBe(first);
    expect(Object.isFrozen(first)).toBe(true);
    expect(client.check("api-calls", { requested: 2 })).toBe(
      client.check("api-calls", { requested: 2 }),
    );
    vi.setSystemTime(start + 899_000);
    expect(client.check("beta-dashboard")).toBe(first);
  });

  it("shows the customer, with an answer for each feature", async () => {
    const client = await load();
    const customer = client.customer();
    expect(customer).toMatchObject({ id: "acme", name: "Acme", plans: ["pro"], suspended: false });
    expect(Object.keys(customer?.entitlements ?? {})).toHaveLength(8);
    expect(customer?.entitlements["api-calls"]).toBe(client.check("api-calls"));
    expect(client.customer()).toBe(customer);
  });
});

describe("loading", () => {
  it("refuses options that cannot be right", async () => {
    for (const key of ["", "sk_sandbox_a_b", "pk_test_a_b", "pk_live_a"]) {
      await expect(load({ publishableKey: key })).rejects.toMatchObject({
        code: "publishable_key_malformed",
      });
    }
    const { endpoint: _, ...rest } = { endpoint: "", publishableKey, accessToken: "session" };
    await expect(Tollgate.load(rest)).rejects.toMatchObject({ code: "endpoint_missing" });
    await expect(
      load({ keys: [{ kty: "OKP", crv: "Ed25519", kid: "k", x: "AQ" }] }),
    ).rejects.toMatchObject({ code: "keys_invalid_key" });
  });

  it("stays closed while the edge is out of reach, and opens when it is back", async () => {
    edge.isOnline = false;
    const client = await load();
    expect(client.check("sso")).toMatchObject({ allowed: false, reason: "tokenMissing" });
    expect(client.getSnapshot()).toMatchObject({
      status: "unavailable",
      reason: "tokenMissing",
      error: { code: "network" },
    });
    edge.isOnline = true;
    await after(client, 1_000);
    expect(client.check("sso").allowed).toBe(true);
    expect(client.getSnapshot()).toMatchObject({ status: "ready", error: null });
  });

  it("gates at once after a reload, without the network", async () => {
    (await load()).close();
    edge.isOnline = false;
    vi.setSystemTime(start + 60_000);
    const client = await load();
    expect(client.check("sso").allowed).toBe(true);
    expect(client.customer()?.name).toBe("Acme");
    await after(client, 0);
    expect(client.getSnapshot()).toMatchObject({ status: "ready", error: { code: "network" } });
  });

  it("believes nothing that was kept", async () => {
    const first = await load();
    first.close();
    const [name] = [storage.key(0) ?? ""];
    const stored = JSON.parse(storage.getItem(name) ?? "");
    edge.isOnline = false;
    const forged = { ...stored, jwks: JSON.stringify({ keys: [signingKey("key_1", 8).jwk] }) };
    for (const kept of [
      "",
      "{}",
      "[]",
      "null",
      "{",
      JSON.stringify(forged),
      JSON.stringify({ ...stored, token: `${stored.token}x` }),
    ]) {
      storage.setItem(name, kept);
      const client = await load();
      expect(client.check("sso").allowed, kept).toBe(false);
      client.close();
    }
  });

  it("does not answer from the token of somebody else", async () => {
    (await load()).close();
    edge.isOnline = false;
    const client = await load({ customer: "other" });
    expect(client.check("sso").allowed).toBe(false);
    expect(storage.length).toBe(0);
    edge.isOnline = true;
    await after(client, 1_000);
    expect(client.getSnapshot()).toMatchObject({
      status: "unavailable",
      error: { code: "customer_mismatch" },
    });
  });

  it("knows from a session whom it is for", async () => {
    (await load()).close();
    const session = `x.${Buffer.from(JSON.stringify({ sub: "other" })).toString("base64url")}.x`;
    edge.isOnline = false;
    expect((await load({ accessToken: session })).check("sso").allowed).toBe(false);
  });

  it("lives with a storage that fails", async () => {
    const broken = new Proxy(storage, {
      get: () => () => {
        throw new Error("denied");
      },
    });
    expect((await load({ storage: broken })).check("sso").allowed).toBe(true);
  });

  it("verifies with pinned keys and fetches none", async () => {
    const client = await load({ keys: { keys: [edge.signer.jwk] } });
    expect(client.check("sso").allowed).toBe(true);
    expect(edge.asked.map(({ path }) => path)).toEqual([tokenPath]);
    edge.signer = signingKey("key_2", 9);
    await expect(client.refresh()).rejects.toMatchObject({ code: "token_unknown_key" });
    expect(client.check("sso").allowed).toBe(true);
  });

  it("has prices but no gates without an access token", async () => {
    const client = await Tollgate.load({
      publishableKey,
      endpoint: issuer,
      fetch: edge.fetch,
      storage,
    });
    expect(client.getSnapshot().status).toBe("unavailable");
    expect(client.check("sso")).toMatchObject({ allowed: false, reason: "tokenMissing" });
    expect(edge.asked).toEqual([]);
  });
});

describe("refreshing", () => {
  it("comes ahead of expiry", async () => {
    const client = await load();
    await vi.advanceTimersByTimeAsync(629_000);
    expect(edge.count(tokenPath)).toBe(1);
    await after(client, 1_000);
    expect(edge.count(tokenPath)).toBe(2);
    expect(client.getSnapshot().token?.issuedAt).toBe(start + 630_000);
  });

  it("is one at a time", async () => {
    const client = await load();
    await Promise.all([client.refresh(), client.refresh(), client.refresh()]);
    expect(edge.count(tokenPath)).toBe(2);
  });

  it("backs off from an edge that fails, and waits as long as it asks", async () => {
    const client = await load();
    edge.answers.set(tokenPath, () => problem(503, "busy", {}, { "Retry-After": "120" }));
    await client.refresh().catch(() => {});
    expect(client.getSnapshot().error).toMatchObject({
      code: "busy",
      status: 503,
      retryAfterMillis: 120_000,
    });
    await vi.advanceTimersByTimeAsync(131_999);
    expect(edge.count(tokenPath)).toBe(2);
    edge.answers.set(tokenPath, () => problem(500, "internal"));
    await after(client, 1);
    const pauses = [];
    for (let asked = edge.count(tokenPath); pauses.length < 8; asked = edge.count(tokenPath)) {
      let waited = 0;
      for (; edge.count(tokenPath) === asked; waited += 500) await vi.advanceTimersByTimeAsync(500);
      pauses.push(waited / 1_000);
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(pauses).toEqual([1.5, 3, 6, 12, 24, 48, 96, 192]);
  });

  it("lets a token go on for its grace, marked stale, then closes", async () => {
    edge.changes = { grace: 3_600 };
    const client = await load();
    edge.isOnline = false;
    await vi.advanceTimersByTimeAsync(901_000);
    expect(client.check("sso")).toMatchObject({ allowed: true, stale: true });
    expect(client.getSnapshot()).toMatchObject({ stale: true, reason: null });
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(client.check("sso")).toMatchObject({ allowed: false, reason: "tokenExpired" });
    expect(client.getSnapshot()).toMatchObject({ reason: "tokenExpired", status: "ready" });
  });

  it("gives no grace once the edge has refused", async () => {
    edge.changes = { grace: 3_600 };
    const client = await load();
    edge.sessions.clear();
    await expect(client.refresh()).rejects.toMatchObject({ code: "session_expired", status: 401 });
    expect(client.check("sso").allowed).toBe(true);
    expect(storage.length).toBe(0);
    await vi.advanceTimersByTimeAsync(960_000);
    expect(client.check("sso")).toMatchObject({ allowed: false, reason: "tokenExpired" });
  });

  it("asks for another access token when one is refused", async () => {
    let made = 0;
    const client = await load({ accessToken: async () => `session-${++made}` });
    expect(client.getSnapshot().error).toMatchObject({ code: "session_expired" });
    edge.sessions = new Set([`session-${made + 1}`]);
    await client.refresh();
    expect(client.check("sso").allowed).toBe(true);
    await client.refresh();
    expect(made).toBe(3);
  });

  it("follows the server's clock", async () => {
    edge.ahead = 86_400_000;
    const client = await load();
    expect(client.check("sso")).toMatchObject({ allowed: true, stale: false });
    client.close();
    edge.isOnline = false;
    expect((await load()).check("sso").allowed).toBe(true);
  });

  it("refuses a token older than a revocation it has seen", async () => {
    edge.changes = { epoch: 5 };
    const client = await load();
    edge.changes = { epoch: 4 };
    await expect(client.refresh()).rejects.toMatchObject({ code: "token_revoked" });
    expect(client.getSnapshot().token?.epoch).toBe(5);
    client.close();
    expect((await load()).getSnapshot().token?.epoch).toBe(5);
  });

  it("fetches the keys again for a key it does not know", async () => {
    const client = await load();
    edge.signer = signingKey("key_2", 9);
    await client.refresh();
    expect(client.check("sso").allowed).toBe(true);
    expect(edge.count("/v1/environments/env_01jd3m5x8k2q4r6t7v9w0y1z3a/jwks.json")).toBe(2);
  });

  it("refuses an answer that is none", async () => {
    const client = await load();
    for (const body of ["{}", "null", '{"token":1}', "<html>"]) {
      edge.answers.set(tokenPath, () => new Response(body));
      await expect(client.refresh()).rejects.toMatchObject({ code: "answer_malformed" });
    }
    expect(client.check("sso").allowed).toBe(true);
  });

  it("ends with close", async () => {
    const client = await load();
    client.close();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(edge.count(tokenPath)).toBe(1);
  });
});

describe("the snapshot", () => {
  it("is the same object between changes, and another after each", async () => {
    const client = await load();
    const { getSnapshot, subscribe } = client;
    const seen = [getSnapshot()];
    const end = subscribe(() => seen.push(getSnapshot()));
    expect(getSnapshot()).toBe(seen[0]);
    await client.refresh();
    expect(seen).toHaveLength(2);
    expect(seen[1]?.version).toBe((seen[0]?.version ?? 0) + 1);
    end();
    await client.refresh();
    expect(seen).toHaveLength(2);
  });

  it("changes when an answer changes by itself", async () => {
    edge.changes = { exp: start / 1_000 + 3_600 };
    const client = await load();
    edge.isOnline = false;
    expect(client.customer()?.entitlements["beta-dashboard"]?.allowed).toBe(true);
    let told = 0;
    client.subscribe(() => told++);
    await vi.advanceTimersByTimeAsync(1_800_000);
    expect(told).toBe(1);
    expect(client.customer()?.entitlements["beta-dashboard"]).toMatchObject({
      allowed: false,
      reason: "expired",
    });
  });
});

describe("buying", () => {
  it("redeems a voucher and refreshes", async () => {
    const client = await load();
    const redemption = {
      id: "red_1",
      voucher: "welcome20",
      code: "WELCOME20",
      effects: {},
      redeemedAt: "",
      expiresAt: null,
    };
    edge.answers.set("/v1/client/vouchers/redeem", () =>
      Response.json(redemption, { status: 201 }),
    );
    edge.changes = { plans: ["enterprise"] };
    expect(await client.voucher.redeem("welcome20")).toEqual(redemption);
    expect(client.hasPlan("enterprise")).toBe(true);
    const asked = edge.asked.find(({ path }) => path === "/v1/client/vouchers/redeem");
    expect(asked?.body).toEqual({ code: "welcome20" });
    expect(asked?.headers.get("Idempotency-Key")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("sends again what got lost, under the same idempotency key", async () => {
    const client = await load();
    let tries = 0;
    edge.answers.set("/v1/client/checkout", () => {
      if (++tries === 1) throw new TypeError("connection reset");
      return Response.json({ provider: "none", status: "complete", url: null });
    });
    expect(await client.checkout({ plan: "pro", price: "pro-monthly" })).toMatchObject({
      status: "complete",
    });
    const keys = edge.asked
      .filter(({ path }) => path === "/v1/client/checkout")
      .map(({ headers }) => headers.get("Idempotency-Key"));
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  it("passes on why the edge refuses", async () => {
    const client = await load();
    const errors = [{ pointer: "/code", code: "expired", detail: "it expired" }];
    edge.answers.set("/v1/client/vouchers/preview", () =>
      problem(422, "voucher_not_redeemable", { errors, requestId: "req_1" }),
    );
    await expect(client.voucher.preview("OLD")).rejects.toMatchObject({
      name: "ApiError",
      code: "voucher_not_redeemable",
      status: 422,
      requestId: "req_1",
      errors,
    });
  });
});
