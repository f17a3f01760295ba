import { readFileSync } from "node:fs";
import { importJWK, jwtVerify } from "jose";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Gate, readKeys } from "../src/gate.js";
import type { CheckOptions, Decision, JwkSet } from "../src/index.js";
import { verifyToken } from "../src/node.js";
import { type GateModule, loadGate } from "../src/wasm.js";
import { audience, claims, issuer, key, sign, signingKey, start } from "./signing.js";

interface Asked extends CheckOptions {
  feature: string;
  now?: string;
}

interface Case {
  name: string;
  token: string;
  now?: string;
  epoch?: number;
  grace?: boolean;
  asks?: Asked[];
  expect: { code?: string; fault?: string; decisions?: Partial<Decision>[] };
}

const corpus: { issuer: string; audience: string; now: string; jwks: JwkSet; cases: Case[] } =
  JSON.parse(
    readFileSync(new URL("../../../tests/vectors/token/verify.json", import.meta.url), "utf8"),
  );

/** The gate for pages, which the platform of these tests does not take. */
async function pageGate(): Promise<GateModule> {
  const page = await import("../src/wasm/gate/gate.js");
  const bytes = readFileSync(new URL("../src/wasm/gate/gate_bg.wasm", import.meta.url));
  page.initSync({ module: new WebAssembly.Module(bytes) });
  return page;
}

describe.each([
  ["servers", await loadGate()],
  ["pages", await pageGate()],
])("the corpus, by the gate for %s", (_, module) => {
  const keys = readKeys(module, corpus.jwks);

  it.each(corpus.cases)(
    "$name",
    ({ token, now = corpus.now, epoch = 0, grace = false, asks = [], expect: wanted }) => {
      const expected = {
        issuer: corpus.issuer,
        audience: corpus.audience,
        leewayMillis: 60_000,
        epoch,
        grace,
      };
      const result = Gate.verify(module, { text: token }, keys, expected, Date.parse(now));
      if (!(result instanceof Gate)) {
        const { code, fault = null } = wanted;
        expect(result.error).toMatchObject({ name: "TokenError", code, fault });
        return;
      }
      const given = asks.map(({ feature, now: instant = now, requested, flag }) =>
        result.check(feature, { requested, flag }, Date.parse(instant)),
      );
      expect(given).not.toHaveLength(0);
      expect(given).toMatchObject(wanted.decisions ?? []);
    },
  );
});

afterEach(() => {
  vi.useRealTimers();
});

describe("verifyToken", () => {
  const options = { issuer, audience, keys: [key.jwk], now: start };

  it("takes what jose has signed", async () => {
    const gate = await verifyToken(await sign(claims(start)), options);
    expect(gate).toMatchObject({ customer: "acme", plans: ["pro"] });
    expect(gate.summary).toMatchObject({
      id: "tok_1790000000",
      issuedAt: start,
      expiresAt: start + 900_000,
    });
    expect(gate.check("api-calls", { requested: 6 }).allowed).toBe(true);
    expect(gate.flag("beta-dashboard")).toBe(true);
    expect(gate.value("support-level", "community")).toBe("email");
  });

  it("signs what jose takes", async () => {
    const { token = "" } = corpus.cases.find(({ name }) => name === "signed by the core") ?? {};
    const known = corpus.jwks.keys.find(({ kid }) => kid === "key_1") ?? {};
    const { payload } = await jwtVerify(token, await importJWK(known, "EdDSA"), {
      issuer: corpus.issuer,
      audience: corpus.audience,
      typ: "tollgate+jwt",
      currentDate: new Date(corpus.now),
    });
    expect(payload).toMatchObject({ sub: "acme", ver: 1, plans: ["pro"] });
  });

  it("rejects with a code", async () => {
    await expect(verifyToken("", options)).rejects.toMatchObject({
      code: "token_malformed",
      fault: "parts",
    });
    await expect(verifyToken(await sign(claims(start - 960_000)), options)).rejects.toMatchObject({
      code: "token_expired",
    });
    await expect(
      verifyToken(await sign(claims(start)), { ...options, keys: [] }),
    ).rejects.toMatchObject({ code: "token_unknown_key" });
    await expect(verifyToken("", { ...options, keys: [key.jwk, key.jwk] })).rejects.toMatchObject({
      name: "KeysError",
      code: "keys_duplicate_kid",
    });
    await expect(
      verifyToken("", { ...options, keys: { keys: 1 } as unknown as JwkSet }),
    ).rejects.toMatchObject({ code: "keys_malformed" });
  });

  it("gives no grace", async () => {
    const token = await sign(claims(start, { grace: 3_600 }));
    await expect(verifyToken(token, { ...options, now: start + 960_000 })).rejects.toMatchObject({
      code: "token_expired",
    });
  });

  it("answers from more tokens than it keeps in WebAssembly", async () => {
    const tokens = await Promise.all(
      Array.from({ length: 300 }, (_, at) => sign(claims(start, { jti: `tok_${at}` }))),
    );
    const gates = await Promise.all(tokens.map((token) => verifyToken(token, options)));
    for (const [at, gate] of gates.entries()) {
      expect(gate.check("api-calls", { requested: 6 }).allowed).toBe(true);
      expect(gate.summary.id).toBe(`tok_${at}`);
    }
  });

  it("keeps the key set of an address, and fetches it again for a new key", async () => {
    vi.useFakeTimers({ now: start, toFake: ["Date"] });
    const other = signingKey("key_2", 9);
    let published = [key.jwk];
    let fetches = 0;
    const fetch = async () => {
      fetches++;
      return Response.json({ keys: published });
    };
    const remote = { issuer, audience, jwks: "https://edge.test/rotation.json", now: start, fetch };
    const token = await sign(claims(start));
    await Promise.all([verifyToken(token, remote), verifyToken(token, remote)]);
    await verifyToken(token, remote);
    expect(fetches).toBe(1);
    published = [key.jwk, other.jwk];
    await expect(
      verifyToken(await sign(claims(start), { with: other }), remote),
    ).rejects.toMatchObject({ code: "token_unknown_key" });
    expect(fetches).toBe(1);
    vi.setSystemTime(start + 10_000);
    expect((await verifyToken(await sign(claims(start), { with: other }), remote)).customer).toBe(
      "acme",
    );
    await verifyToken(token, remote);
    expect(fetches).toBe(2);
    vi.setSystemTime(start + 310_000);
    await verifyToken(token, remote);
    expect(fetches).toBe(3);
    const broken = {
      ...remote,
      jwks: "https://edge.test/gone.json",
      fetch: async () => new Response("", { status: 404 }),
    };
    await expect(verifyToken(token, broken)).rejects.toMatchObject({
      name: "NetworkError",
      code: "network",
    });
  });
});
