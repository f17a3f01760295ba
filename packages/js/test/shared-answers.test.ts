import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Tollgate, type TollgateOptions } from "../src/node.js";
import { useServerModule } from "../src/server-module.js";
import { verifyToken } from "../src/slim.js";
import { gate as module } from "../src/wasm.js";
import { type FakeEdge, fakeEdge, problem } from "./fake-edge.js";
import { pricing } from "./pricing.js";
import { audience, claims, issuer, publishableKey, sign, signingKey, start } from "./signing.js";

const keysPath = `/v1/environments/${audience}/jwks.json`;
const pricingPath = "/v1/client/pricing";

let edge: FakeEdge;
let open: Tollgate[];
let isSameKeys: boolean;

/** A client for another customer, over no storage. */
async function switchTo(customer: string, options: Partial<TollgateOptions> = {}) {
  for (const client of open.splice(0)) client.close();
  edge.changes = { sub: customer };
  const client = await Tollgate.load({
    publishableKey,
    accessToken: "session",
    endpoint: issuer,
    storage: null,
    fetch: edge.fetch,
    ...options,
  });
  open.push(client);
  return client;
}

const later = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1_000);

/** Of each request for a path, the tag that it named. */
const tags = (path: string) =>
  edge.asked.filter((one) => one.path === path).map(({ headers }) => headers.get("If-None-Match"));

beforeEach(() => {
  vi.useFakeTimers({ now: start, toFake: ["Date"] });
  edge = fakeEdge();
  open = [];
  isSameKeys = true;
  const { fetch } = edge;
  // As the edge answers: a tag, and for how long it serves.
  edge.fetch = async (input, init) => {
    const response = await fetch(input, init);
    const { pathname } = new URL(String(input));
    if (response.ok && pathname === keysPath) {
      response.headers.set("Cache-Control", "public, max-age=300");
      response.headers.set("ETag", isSameKeys ? '"1"' : '"2"');
      const isTold =
        new Headers(init?.headers).get("If-None-Match") === response.headers.get("ETag");
      if (isTold) return new Response(null, { status: 304, headers: response.headers });
    }
    return response;
  };
  edge.answers.set(pricingPath, () =>
    Response.json(pricing, { headers: { "Cache-Control": "public, max-age=5", ETag: '"7"' } }),
  );
});
afterEach(() => {
  for (const client of open) client.close();
  vi.useRealTimers();
});

describe("a page that switches customers", () => {
  it("fetches the keys once as long as they serve, then asks whether they are the same", async () => {
    for (const customer of ["acme", "globex", "initech"]) {
      const client = await switchTo(customer);
      expect(client.customer()?.id).toBe(customer);
    }
    expect(tags(keysPath)).toEqual([null]);
    later(299);
    await switchTo("acme");
    expect(edge.count(keysPath)).toBe(1);
    later(1);
    expect((await switchTo("globex")).check("sso").allowed).toBe(true);
    expect(tags(keysPath)).toEqual([null, '"1"']);
    // What was said to be the same serves as long again.
    later(299);
    expect((await switchTo("acme")).check("sso").allowed).toBe(true);
    expect(edge.count(keysPath)).toBe(2);
  });

  it("fetches what is for sale once as long as it serves", async () => {
    expect((await (await switchTo("acme")).pricing()).plans).toHaveLength(pricing.plans.length);
    later(4);
    const kept = await (await switchTo("globex")).pricing();
    expect(kept).toEqual(pricing);
    expect(tags(pricingPath)).toEqual([null]);
    later(1);
    edge.answers.set(pricingPath, () => new Response(null, { status: 304 }));
    expect(await (await switchTo("initech")).pricing()).toEqual(pricing);
    expect(tags(pricingPath)).toEqual([null, '"7"']);
    // It was not said for how long that serves.
    edge.answers.set(pricingPath, () => Response.json({ ...pricing, version: 8 }));
    expect(await (await switchTo("acme")).pricing()).toMatchObject({ version: 8 });
    expect(edge.count(pricingPath)).toBe(3);
  });

  it("has no plans that somebody else has changed", async () => {
    const first = await (await switchTo("acme")).pricing();
    first.plans.length = 0;
    expect((await (await switchTo("globex")).pricing()).plans).toHaveLength(pricing.plans.length);
  });

  it("shares a request that is under way, whoever of them is closed", async () => {
    let answer: (response: Response) => void = () => {};
    const answered = new Promise<Response>((resolve) => {
      answer = resolve;
    });
    edge.answers.set(pricingPath, () => answered);
    const first = await switchTo("acme");
    const asked = first.pricing();
    const second = await switchTo("globex");
    const joined = second.pricing();
    await vi.waitFor(() => expect(edge.count(pricingPath)).toBe(1));
    await new Promise((resolve) => setTimeout(resolve, 50));
    answer(Response.json(pricing, { headers: { "Cache-Control": "max-age=5" } }));
    expect(await joined).toEqual(pricing);
    expect(await asked).toEqual(pricing);
    expect(edge.count(pricingPath)).toBe(1);
  });

  it("gets newer keys for a key that it does not know, at once and then every ten seconds", async () => {
    await switchTo("acme");
    edge.signer = signingKey("key_2", 9);
    isSameKeys = false;
    expect((await switchTo("globex")).check("sso").allowed).toBe(true);
    expect(tags(keysPath)).toEqual([null, '"1"']);
    // A token of a key that is not published.
    const published = edge.signer;
    const tokenOf = async (signer: typeof published) => {
      edge.signer = signer;
      const token = await sign(claims(Date.now()), { with: signer });
      edge.signer = published;
      return token;
    };
    const token = await tokenOf(signingKey("key_3", 10));
    edge.answers.set("/v1/client/token", () =>
      Response.json({
        token,
        customer: { id: "acme", name: null, subscriptions: [], trials: [], redemptions: [] },
      }),
    );
    for (let round = 0; round < 5; round++)
      expect((await switchTo("acme")).getSnapshot().error).toMatchObject({
        code: "token_unknown_key",
      });
    expect(edge.count(keysPath)).toBe(2);
    later(10);
    await switchTo("acme");
    await switchTo("acme");
    expect(edge.count(keysPath)).toBe(3);
  });
});

describe("what a page shares", () => {
  it("is nothing of another environment, key, edge or way to fetch", async () => {
    await (await switchTo("acme")).pricing();
    const other = "pk_sandbox_01jd3m5x8k2q4r6t7v9w0y1z3a_another";
    await expect(
      (await switchTo("acme", { publishableKey: other })).pricing(),
    ).rejects.toMatchObject({ code: "key_unknown" });
    await (await switchTo("acme", { endpoint: "https://other.test" })).pricing();
    expect(edge.count(pricingPath)).toBe(3);
    const own = fakeEdge();
    own.answers.set(pricingPath, () => Response.json({ ...pricing, version: 9 }));
    expect(await (await switchTo("acme", { fetch: own.fetch })).pricing()).toMatchObject({
      version: 9,
    });
    const elsewhere = "pk_sandbox_01jd3m5x8k2q4r6t7v9w0y1z3b_s3cr3tlyrandom";
    await switchTo("acme", { publishableKey: elsewhere });
    expect(edge.count(keysPath.replace("z3a", "z3b"))).toBe(1);
  });

  it.each<[string, () => Response]>([
    ["an error", () => problem(503, "busy", {}, { "Cache-Control": "max-age=60" })],
    ["a page", () => new Response("<html>", { headers: { "Cache-Control": "max-age=60" } })],
    ["a failure", () => Response.error()],
    ["304 without having asked", () => new Response(null, { status: 304 })],
  ])("is no failure: %s", async (_, answer) => {
    edge.answers.set(pricingPath, answer);
    const client = await switchTo("acme");
    await expect(client.pricing()).rejects.toThrow();
    edge.answers.set(pricingPath, () => Response.json(pricing));
    expect(await client.pricing()).toEqual(pricing);
    expect(edge.count(pricingPath)).toBe(2);
  });

  it.each(["no-store", "no-cache, max-age=60", "max-age=0", "private"])(
    "is not what may not be kept: %s",
    async (control) => {
      edge.answers.set(pricingPath, () =>
        Response.json(pricing, { headers: { "Cache-Control": control, ETag: '"7"' } }),
      );
      await (await switchTo("acme")).pricing();
      await (await switchTo("acme")).pricing();
      expect(tags(pricingPath)).toEqual([null, control === "no-store" ? null : '"7"']);
    },
  );

  it("is bounded", async () => {
    for (let name = 0; name < 40; name++)
      await switchTo("acme", { endpoint: `https://edge-${name}.test` });
    const before = edge.count(keysPath);
    await switchTo("acme", { endpoint: "https://edge-39.test" });
    expect(edge.count(keysPath)).toBe(before);
    await switchTo("acme", { endpoint: "https://edge-0.test" });
    expect(edge.count(keysPath)).toBe(before + 1);
  });

  it("serves `verifyToken` in a page", async () => {
    delete module.keysAt;
    try {
      const options = { issuer, audience, fetch: edge.fetch };
      const token = await sign(claims(start));
      expect((await verifyToken(token, options)).customer).toBe("acme");
      expect((await verifyToken(token, options)).customer).toBe("acme");
      expect(edge.count(keysPath)).toBe(1);
      const other = await sign(claims(start), { with: signingKey("key_2", 9) });
      await expect(verifyToken(other, options)).rejects.toMatchObject({
        code: "token_unknown_key",
      });
      expect(edge.count(keysPath)).toBe(2);
      await expect(
        verifyToken(token, {
          ...options,
          jwks: "https://edge.test/gone.json",
          fetch: async () => new Response("", { status: 404 }),
        }),
      ).rejects.toMatchObject({ name: "NetworkError", code: "network" });
    } finally {
      useServerModule();
    }
  });
});
