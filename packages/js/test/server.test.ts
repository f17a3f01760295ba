import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fromCookie, fromHeader, type GateOptions, gate } from "../src/server.js";
import { audience, claims, entitlements, issuer, key, sign, signingKey, start } from "./signing.js";

const options = { issuer, audience, keys: [key.jwk], feature: "api-calls" };
const used = (calls: Record<string, unknown>) => ({
  ent: { ...entitlements, "api-calls": { ...entitlements["api-calls"], ...calls } },
});

const request = (headers: Record<string, string> = {}) =>
  new Request("https://shop.test/reports", { headers });
const bearer = (token: string) => request({ Authorization: `Bearer ${token}` });

/** A fresh token under the clock of the tests. */
const fresh = (changes: Record<string, unknown> = {}) => sign(claims(start, changes));

async function refused(asked: Request, changes: Partial<GateOptions> = {}) {
  const { keys, ...unkeyed } = options;
  const answer = await gate({ ...unkeyed, ...(changes.jwks ? {} : { keys }), ...changes })(asked);
  if (answer.allowed) throw new Error("it was allowed");
  const { response } = answer;
  expect(response.headers.get("Content-Type")).toBe("application/problem+json");
  expect(response.headers.get("Cache-Control")).toBe("no-store");
  const problem = await response.json();
  expect(problem).toMatchObject({ type: "about:blank", status: response.status });
  expect(problem.detail).toMatch(/^\S.*[^.]$/);
  return { headers: response.headers, ...problem };
}

beforeEach(() => {
  vi.useFakeTimers({ now: start, toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a gate", () => {
  it("lets through what the token allows", async () => {
    const answer = await gate(options)(bearer(await fresh()));
    expect(answer).toMatchObject({
      allowed: true,
      token: { customer: "acme" },
      decision: { allowed: true, reason: "withinLimit", remaining: 6 },
    });
  });

  it("takes the scheme in any case, and one token only", async () => {
    const token = await fresh();
    const ask = gate(options);
    expect((await ask(request({ Authorization: `bearer  ${token} ` }))).allowed).toBe(true);
    for (const header of [
      "",
      token,
      `Basic ${token}`,
      "Bearer",
      `Bearer ${token}, Bearer ${token}`,
    ]) {
      expect(await refused(request({ Authorization: header }))).toMatchObject({
        status: 401,
        code: "token_missing",
      });
    }
  });

  it("asks for a token in the words of RFC 6750", async () => {
    expect((await refused(request())).headers.get("WWW-Authenticate")).toBe("Bearer");
    const { headers, code } = await refused(bearer(await sign(claims(start - 960_000))));
    expect(code).toBe("token_expired");
    expect(headers.get("WWW-Authenticate")).toBe(
      'Bearer error="invalid_token", error_description="token_expired"',
    );
  });

  it.each<[string, string | (() => Promise<string>)]>([
    ["token_malformed", "x"],
    ["token_malformed", "..\\..\\etc"],
    ["token_malformed", `"><script>alert(1)</script>`],
    ["token_malformed", `${"{".repeat(5_000)}.${"[".repeat(5_000)}.`],
    ["token_too_large", "a".repeat(70_000)],
    ["token_type", () => sign(claims(start), { header: { typ: "JWT" } })],
    ["token_algorithm", () => sign(claims(start), { header: { alg: "none" } }).catch(() => none())],
    ["token_signature", async () => (await fresh()).replace(/.{8}$/, "AAAAAAAA")],
    ["token_issuer", () => fresh({ iss: "https://evil.test" })],
    ["token_audience", () => fresh({ aud: "env_other" })],
    ["token_not_yet_valid", () => fresh({ nbf: start / 1_000 + 120 })],
    ["token_unknown_key", () => sign(claims(start), { with: signingKey("key\r\nX: 1", 9) })],
  ])("refuses hostile tokens: %s", async (code, given) => {
    const token = typeof given === "string" ? given : await given();
    const problem = await refused(bearer(token));
    expect(problem).toMatchObject({ status: 401, code });
    expect([...problem.headers.keys()].sort()).toEqual([
      "cache-control",
      "content-type",
      "www-authenticate",
    ]);
  });

  it("gives no grace", async () => {
    const token = await fresh({ grace: 3_600 });
    vi.setSystemTime(start + 961_000);
    expect(await refused(bearer(token))).toMatchObject({ status: 401, code: "token_expired" });
  });

  it("answers a denial with its reason", async () => {
    expect(await refused(bearer(await fresh()), { feature: "analytics" })).toMatchObject({
      status: 403,
      code: "not_entitled",
      decision: { feature: "analytics", reason: "notEntitled" },
    });
    expect(
      await refused(bearer(await fresh()), { feature: "sso", flag: "old-editor" }),
    ).toMatchObject({
      status: 403,
      code: "switched_off",
    });
    expect(await refused(bearer(await fresh({ sus: true })))).toMatchObject({ code: "suspended" });
    expect(await refused(bearer(await fresh()), { feature: "nothing" })).toMatchObject({
      status: 403,
      code: "unknown_feature",
    });
  });

  it("says when a limit starts again", async () => {
    const full = bearer(await fresh(used({ u: 10 })));
    const { headers, ...problem } = await refused(full);
    expect(problem).toMatchObject({
      status: 429,
      code: "limit_reached",
      title: "Too Many Requests",
    });
    expect(headers.get("Retry-After")).toBe("3600");
    expect(await refused(bearer(await fresh()), { requested: 7 })).toMatchObject({ status: 429 });
    // One that never starts again is not a matter of waiting.
    const ever = await refused(bearer(await fresh(used({ u: 10, r: undefined }))));
    expect(ever).toMatchObject({ status: 403, code: "limit_reached" });
    expect(ever.headers.get("Retry-After")).toBeNull();
  });

  it("reads a header or a cookie of the user's choice", async () => {
    const token = await fresh();
    const allowed = async (source: GateOptions["token"], headers: Record<string, string>) =>
      (await gate({ ...options, ...(source && { token: source }) })(request(headers))).allowed;
    expect(await allowed(fromHeader("Tollgate-Token"), { "tollgate-token": token })).toBe(true);
    expect(await allowed(fromHeader("Tollgate-Token"), { Authorization: `Bearer ${token}` })).toBe(
      false,
    );
    const cookie = fromCookie("gate");
    expect(await allowed(cookie, { Cookie: `a=1; gate=${token}; b=2` })).toBe(true);
    expect(await allowed(cookie, { Cookie: `gate="${token}"` })).toBe(true);
    expect(await allowed(cookie, { Cookie: `xgate=${token}; gat=e` })).toBe(false);
    expect(await allowed(cookie, {})).toBe(false);
    expect(await allowed(async () => token, {})).toBe(true);
  });

  it("refuses a token from before a revocation that it has seen", async () => {
    const ask = gate(options);
    const old = bearer(await fresh({ sub: "globex", epoch: 4 }));
    expect((await ask(old)).allowed).toBe(true);
    expect((await ask(bearer(await fresh({ sub: "globex", epoch: 5 })))).allowed).toBe(true);
    // Another gate of the same server knows it too.
    expect(await refused(old, { feature: "sso" })).toMatchObject({
      status: 401,
      code: "token_revoked",
    });
    expect((await ask(bearer(await fresh({ sub: "initech", epoch: 4 })))).allowed).toBe(true);
  });

  it("throws what is a mistake of its owner", async () => {
    expect(() => gate({ ...options, issuer: undefined as unknown as string })).toThrow(
      expect.objectContaining({ code: "option_missing" }),
    );
    expect(() => gate({ ...options, audience: "" })).toThrow(/`audience`/);
    const malformed = gate({ ...options, keys: [{ ...key.jwk, x: "short" }] });
    await expect(malformed(bearer(await fresh()))).rejects.toMatchObject({ name: "KeysError" });
    const broken = gate({
      ...options,
      token: () => {
        throw new TypeError("ours");
      },
    });
    await expect(broken(request())).rejects.toThrow("ours");
  });
});

function none(): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none", typ: "tollgate+jwt", kid: key.kid })}.${part(claims(start))}.`;
}

describe("a gate with the keys of an address", () => {
  let at = 0;
  /** A gate with a key set of its own, and what it asked for. */
  function remote(answer: () => Response | Promise<Response>) {
    const asked: string[] = [];
    const { keys: _, ...rest } = options;
    at += 1;
    const jwks = `https://edge.test/${at}/jwks.json`;
    const fetch = async (input: unknown) => {
      asked.push(String(input));
      return answer();
    };
    return { asked, remoteOptions: { ...rest, jwks, fetch: fetch as typeof globalThis.fetch } };
  }
  const published = () => Response.json({ keys: [key.jwk] });

  it("fetches once for many at once", async () => {
    const { asked, remoteOptions } = remote(published);
    const tokens = await Promise.all(
      Array.from({ length: 200 }, (_, jti) => fresh({ jti: `tok_${jti}`, sub: `customer-${jti}` })),
    );
    const gates = [gate(remoteOptions), gate({ ...remoteOptions, feature: "sso" })];
    const answers = await Promise.all(
      tokens.flatMap((token) => gates.map((ask) => ask(bearer(token)))),
    );
    expect(answers.every(({ allowed }) => allowed)).toBe(true);
    const customers = answers.map((answer) => answer.allowed && answer.token.customer);
    expect(new Set(customers).size).toBe(200);
    expect(asked).toHaveLength(1);
  });

  it("finds them at the issuer where none are named", async () => {
    const { asked, remoteOptions } = remote(published);
    const { jwks: _, ...rest } = remoteOptions;
    const ask = gate({ ...rest, issuer: "https://edge.test/" });
    const token = await sign(claims(start, { iss: "https://edge.test/" }));
    expect((await ask(bearer(token))).allowed).toBe(true);
    expect(asked).toEqual([`https://edge.test/v1/environments/${audience}/jwks.json`]);
  });

  it("is unavailable while they are out of reach", async () => {
    let answer: () => Response = () => new Response("", { status: 502 });
    const { asked, remoteOptions } = remote(() => answer());
    const token = bearer(await fresh());
    for (const broken of [
      () => new Response("", { status: 502 }),
      () => {
        throw new TypeError("connection refused");
      },
      () => new Response("<html>a proxy"),
    ]) {
      answer = broken;
      const problem = await refused(token, remoteOptions);
      expect(problem).toMatchObject({ status: 503, code: "keys_unavailable" });
      expect(problem.headers.get("Retry-After")).toBe("5");
      // The failure answers for a second.
      await refused(token, remoteOptions);
      vi.setSystemTime(Date.now() + 1_000);
    }
    expect(asked).toHaveLength(3);
    answer = published;
    expect((await gate(remoteOptions)(token)).allowed).toBe(true);
  });

  it("goes on with those it has for an hour, and no longer", async () => {
    let answer: () => Response = published;
    const { asked, remoteOptions } = remote(() => answer());
    const ask = gate(remoteOptions);
    expect((await ask(bearer(await fresh()))).allowed).toBe(true);
    answer = () => new Response("", { status: 500 });
    for (const [minutes, requests] of [
      [4, 1],
      [6, 2],
      [6, 2],
      [59, 3],
    ] as const) {
      vi.setSystemTime(start + minutes * 60_000);
      const token = await sign(claims(Date.now()));
      expect((await ask(bearer(token))).allowed).toBe(true);
      expect(asked).toHaveLength(requests);
    }
    vi.setSystemTime(start + 3_600_000);
    const late = bearer(await sign(claims(Date.now())));
    expect(await refused(late, remoteOptions)).toMatchObject({ code: "keys_unavailable" });
  });

  it("follows a rotation, and asks little for keys that are made up", async () => {
    const next = signingKey("key_2", 9);
    let keys = [key.jwk];
    const { asked, remoteOptions } = remote(() => Response.json({ keys }));
    const ask = gate(remoteOptions);
    const signed = async (kid: string, byte = 9) =>
      bearer(await sign(claims(start), { with: signingKey(kid, byte) }));
    expect((await ask(bearer(await fresh()))).allowed).toBe(true);
    const forged = await Promise.all(Array.from({ length: 50 }, (_, n) => signed(`made-up-${n}`)));
    const denials = await Promise.all(forged.map(ask));
    expect(denials.every(({ allowed }) => !allowed)).toBe(true);
    expect(asked).toHaveLength(1);
    keys = [key.jwk, next.jwk];
    vi.setSystemTime(start + 10_000);
    expect((await ask(await signed("key_2"))).allowed).toBe(true);
    expect(asked).toHaveLength(2);
    // What was there before is good all the same.
    expect((await ask(bearer(await fresh()))).allowed).toBe(true);
    await Promise.all(forged.map(ask));
    expect(asked).toHaveLength(2);
  });

  it("waits for a silent edge no longer than it must", async () => {
    vi.useFakeTimers({ now: start });
    const { asked, remoteOptions } = remote(() => new Promise<Response>(() => {}));
    const ask = gate(remoteOptions);
    const token = bearer(await fresh());
    const waiting = Promise.all([ask(token), ask(token), ask(token)]);
    await vi.advanceTimersByTimeAsync(12_000);
    expect((await waiting).map(({ allowed }) => allowed)).toEqual([false, false, false]);
    // Those who waited for another's answer have asked once more, together.
    expect(asked).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("does not wait long for newer keys while those it has would serve", async () => {
    vi.useFakeTimers({ now: start });
    let answer: () => Response | Promise<Response> = published;
    const { asked, remoteOptions } = remote(() => answer());
    const ask = gate(remoteOptions);
    expect((await ask(bearer(await fresh()))).allowed).toBe(true);
    answer = () => new Promise<Response>(() => {});
    vi.setSystemTime(start + 301_000);
    const token = bearer(await fresh());
    const waiting = Promise.all([ask(token), ask(token)]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect((await waiting).map(({ allowed }) => allowed)).toEqual([true, true]);
    expect((await ask(token)).allowed).toBe(true);
    expect(asked).toHaveLength(2);
  });

  it("keeps the sets of so many addresses", async () => {
    const { asked, remoteOptions } = remote(published);
    const token = bearer(await fresh());
    const jwks = (name: number) => `${remoteOptions.jwks}?${name}`;
    for (let name = 0; name < 300; name++) {
      await gate({ ...remoteOptions, jwks: jwks(name) })(token);
    }
    await gate({ ...remoteOptions, jwks: jwks(299) })(token);
    expect(asked).toHaveLength(300);
    await gate({ ...remoteOptions, jwks: jwks(0) })(token);
    expect(asked).toHaveLength(301);
  });
});
