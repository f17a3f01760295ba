import { describe, expect, it, vi } from "vitest";
import { type HandedToken, Tollgate } from "../src/node.js";
import type { FakeEdge } from "./fake-edge.js";
import { forEachTest, type Setup, tokenPath } from "./setup.js";
import { issuer, publishableKey, start } from "./signing.js";

let edge: FakeEdge;
let load: Setup["load"];
forEachTest((setup) => {
  ({ edge, load } = setup);
});

/** What a server hands over: it has no storage. */
async function handed(): Promise<HandedToken> {
  const server = await load({ storage: null });
  const [token, customer] = [server.token(), server.customer()];
  server.close();
  edge.asked.length = 0;
  if (!token || !customer) throw new Error("the server has no token");
  return { token, customer };
}

describe("a token that is handed over", () => {
  it("opens gates without another one, while it is fresh", async () => {
    const client = await load({ handed: await handed() });
    expect(client.check("api-calls").allowed).toBe(true);
    expect(client.customer()?.name).toBe("Acme");
    expect(edge.count(tokenPath)).toBe(0);
  });

  it("is refreshed behind where it is older than a minute", async () => {
    const token = await handed();
    vi.setSystemTime(start + 120_000);
    const client = await load({ handed: token });
    expect(client.check("api-calls").allowed).toBe(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(edge.count(tokenPath)).toBe(1);
  });

  it("gives way to a newer one that was kept", async () => {
    const old = await handed();
    vi.setSystemTime(start + 30_000);
    edge.changes = { jti: "newer" };
    (await load()).close();
    const client = await load({ handed: old });
    expect(client.getSnapshot().token?.id).toBe("newer");
  });

  it("counts before an older one that was kept, and stays for the next visit", async () => {
    (await load()).close();
    vi.setSystemTime(start + 30_000);
    edge.changes = { jti: "newer" };
    const token = await handed();
    (await load({ handed: token })).close();
    edge.isOnline = false;
    expect((await load()).getSnapshot().token?.id).toBe("newer");
  });

  it("opens nothing where it was changed, and another one is fetched", async () => {
    const { token, customer } = await handed();
    const at = token.length - 10;
    const other = token[at] === "A" ? "B" : "A";
    for (const changed of ["", "x", token.slice(0, at) + other + token.slice(at + 1)]) {
      edge.asked.length = 0;
      edge.answers.set(tokenPath, () => new Response("", { status: 503 }));
      const client = await load({ storage: null, handed: { token: changed, customer } });
      expect(client.check("api-calls").allowed).toBe(false);
      expect(edge.count(tokenPath)).toBeGreaterThan(0);
    }
  });

  it("opens nothing beside what was said of somebody else, or for somebody else", async () => {
    const { token, customer } = await handed();
    edge.answers.set(tokenPath, () => new Response("", { status: 503 }));
    const beside = await load({ handed: { token, customer: { ...customer, id: "other" } } });
    expect(beside.check("api-calls").allowed).toBe(false);
    const named = await load({ customer: "other", handed: { token, customer } });
    expect(named.check("api-calls").allowed).toBe(false);
    const session = `x.${btoa(JSON.stringify({ sub: "other" }))}.x`;
    edge.sessions.add(session);
    const theirs = await load({ accessToken: session, handed: { token, customer } });
    expect(theirs.check("api-calls").allowed).toBe(false);
  });

  it("is of no use without a session, nor when it is malformed", async () => {
    const token = await handed();
    edge.answers.set(tokenPath, () => new Response("", { status: 503 }));
    const client = await Tollgate.load({
      publishableKey,
      endpoint: issuer,
      fetch: edge.fetch,
      handed: token,
    });
    expect(client.check("api-calls")).toMatchObject({ allowed: false, reason: "tokenMissing" });
    client.close();
    for (const value of [{}, { token: 7 }, { token: token.token, customer: null }]) {
      const broken = await load({ storage: null, handed: value as unknown as HandedToken });
      expect(broken.check("api-calls").allowed).toBe(false);
    }
  });
});
