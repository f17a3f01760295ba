import { getHeapSnapshot, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Gate } from "../src/gate.js";
import { type VerifyOptions, verifyToken } from "../src/node.js";
import { gate } from "../src/server.js";
import { verifiedTokens } from "../src/server-module.js";
import { mostBytes, mostTokens } from "../src/verified.js";
import {
  audience,
  claims,
  entitlements,
  issuer,
  key,
  sign,
  signingKey,
  signNow,
  start,
} from "./signing.js";

const options = { issuer, audience, keys: [key.jwk] };
const verifying = vi.spyOn(Gate, "verify");
/** How many tokens the core has verified, or refused, since the last question. */
const verifications = () => {
  const { length } = verifying.mock.calls;
  verifying.mockClear();
  return length;
};

/** What came of a token: the customer, or the code of the refusal. */
const outcome = (token: string, changes: Partial<VerifyOptions> = {}) =>
  verifyToken(token, { ...options, ...changes }).then(
    ({ customer }) => customer,
    ({ code }) => code as string,
  );

let serial = 0;
/** A token that no test has shown before. */
const fresh = (changes: Record<string, unknown> = {}) =>
  sign(claims(start, { jti: `tok_fresh_${serial++}`, ...changes }));

beforeEach(() => {
  vi.useFakeTimers({ now: start, toFake: ["Date"] });
  verifications();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a token that was verified", () => {
  it("is verified once, and gives the same answers", async () => {
    const token = await fresh();
    const first = await verifyToken(token, options);
    const second = await verifyToken(`${token}`, options);
    expect(verifications()).toBe(1);
    expect(second.check("api-calls", { requested: 3 })).toBe(
      first.check("api-calls", { requested: 3 }),
    );
    expect(second.summary).toBe(first.summary);
  });

  it("is verified once for all gates", async () => {
    const request = { headers: new Headers({ Authorization: `Bearer ${await fresh()}` }) };
    for (const feature of ["api-calls", "seats", "sso", "api-calls"])
      expect((await gate({ ...options, feature })(request)).allowed).toBe(true);
    expect((await gate({ ...options, feature: "analytics" })(request)).allowed).toBe(false);
    expect(verifications()).toBe(1);
  });

  it("ends with its expiry and the leeway", async () => {
    const token = await fresh();
    expect(await outcome(token)).toBe("acme");
    vi.setSystemTime(start + 960_000 - 1);
    expect(await outcome(token)).toBe("acme");
    expect(verifications()).toBe(1);
    vi.setSystemTime(start + 960_000);
    expect(await outcome(token)).toBe("token_expired");
    // It is not kept any more: where the clock is set back, it is verified.
    vi.setSystemTime(start);
    expect(await outcome(token)).toBe("acme");
    expect(verifications()).toBe(2);
  });

  it("is not valid before its time, whenever it was verified", async () => {
    const token = await fresh({ nbf: start / 1_000 + 120 });
    const at = (now: number) => outcome(token, { now });
    expect(await at(start + 60_000)).toBe("acme");
    expect(await at(start + 59_999)).toBe("token_not_yet_valid");
    expect(await at(start + 60_000)).toBe("acme");
  });

  it("answers by the present instant", async () => {
    const token = await fresh();
    const ask = async (now: number) => {
      const verified = await verifyToken(token, { ...options, now });
      const { used } = verified.check("api-calls");
      return [verified.flag("beta-dashboard"), used, verified.check("sso").stale];
    };
    expect(await ask(start)).toEqual([true, 4, false]);
    expect(await ask(start + 1_000)).toEqual([true, 4, false]);
    // Past `exp`, within the leeway.
    expect(await ask(start + 900_000)).toEqual([true, 4, true]);
    const long = await fresh({ exp: start / 1_000 + 7_200 });
    const later = async (now: number) => {
      const verified = await verifyToken(long, { ...options, now });
      return [verified.flag("beta-dashboard"), verified.check("api-calls").used];
    };
    expect(await later(start)).toEqual([true, 4]);
    // `x` of the flag, then `r` of the meter.
    expect(await later(start + 1_800_000)).toEqual([false, 4]);
    expect(await later(start + 3_600_000)).toEqual([false, 0]);
    expect(await later(start + 1)).toEqual([true, 4]);
    expect(verifications()).toBe(2);
  });

  it("is for what it was verified for, and for nothing else", async () => {
    const token = await fresh();
    expect(await outcome(token)).toBe("acme");
    expect(await outcome(token, { issuer: "https://evil.test" })).toBe("token_issuer");
    expect(await outcome(token, { audience: "env_other" })).toBe("token_audience");
    // What is said of one, said in another's place.
    expect(await outcome(token, { issuer: `${issuer}${audience}`, audience: " " })).toBe(
      "token_issuer",
    );
    expect(verifications()).toBe(4);
    expect(await outcome(token, { leeway: 0, now: start + 900_000 })).toBe("token_expired");
    expect(await outcome(token, { leeway: 120, now: start + 1_000_000 })).toBe("acme");
    expect(await outcome(token, { now: start + 1_000_000 })).toBe("token_expired");
  });

  it("keeps beside each other what differs in its expectations", async () => {
    const token = await fresh();
    for (let round = 0; round < 3; round++)
      for (const leeway of [0, 60, 120]) expect(await outcome(token, { leeway })).toBe("acme");
    expect(verifications()).toBe(3);
  });

  it("is refused once a higher epoch is seen, by whoever sees it", async () => {
    const token = await fresh({ sub: "hooli", epoch: 4 });
    expect(await outcome(token, { epoch: 4 })).toBe("hooli");
    expect(await outcome(token, { epoch: 5 })).toBe("token_revoked");
    expect(await outcome(token, { epoch: 4 })).toBe("hooli");
    const ask = gate({ ...options, feature: "sso" });
    const asked = async (text: string) =>
      (await ask({ headers: new Headers({ Authorization: `Bearer ${text}` }) })).allowed;
    expect([await asked(token), await asked(token)]).toEqual([true, true]);
    expect(await asked(await fresh({ sub: "hooli", epoch: 5 }))).toBe(true);
    expect([await asked(token), await asked(token)]).toEqual([false, false]);
  });

  it("is refused once its key is withdrawn, and stays where the set is the same", async () => {
    const other = signingKey("key_2", 9);
    let published = [key.jwk, other.jwk];
    const { keys: _, ...remote } = {
      ...options,
      jwks: "https://edge.test/withdrawn.json",
      fetch: async () => Response.json({ keys: published }),
    };
    const token = await fresh({ exp: start / 1_000 + 7_200 });
    const ask = () =>
      verifyToken(token, remote).then(
        ({ customer }) => customer,
        ({ code }) => code,
      );
    expect([await ask(), await ask()]).toEqual(["acme", "acme"]);
    vi.setSystemTime(start + 301_000);
    expect(await ask()).toBe("acme");
    expect(verifications()).toBe(1);
    published = [other.jwk];
    vi.setSystemTime(start + 602_000);
    expect(await ask()).toBe("token_unknown_key");
    expect(await ask()).toBe("token_unknown_key");
    // Another key by that id does not sign for the one before.
    published = [{ ...other.jwk, kid: key.kid }];
    vi.setSystemTime(start + 903_000);
    expect(await ask()).toBe("token_signature");
  });

  it("is refused with any change of its text", async () => {
    const token = await fresh();
    const [header = "", payload = "", signature = ""] = token.split(".");
    expect(await outcome(token)).toBe("acme");
    const swapped = (text: string, at: number) =>
      `${text.slice(0, at)}${text[at] === "A" ? "B" : "A"}${text.slice(at + 1)}`;
    for (let at = 0; at < signature.length - 1; at++) {
      const forged = `${header}.${payload}.${swapped(signature, at)}`;
      expect(forged).toHaveLength(token.length);
      expect(await outcome(forged)).toBe("token_signature");
    }
    for (const at of [0, 17, 100, payload.length - 2]) {
      const forged = `${header}.${swapped(payload, at)}.${signature}`;
      expect(await outcome(forged)).toBe("token_signature");
    }
    const others = JSON.stringify(claims(start, { sub: "acne", jti: `tok_fresh_${serial - 1}` }));
    const forged = `${header}.${Buffer.from(others).toString("base64url")}.${signature}`;
    expect(forged).toHaveLength(token.length);
    expect(await outcome(forged)).toBe("token_signature");
    for (const longer of [`${token}\u0000`, `${token}\ud800`, `${token} `, `${token}A`])
      expect(await outcome(longer)).toMatch(/^token_(malformed|signature)$/);
    verifications();
    expect(await outcome(token)).toBe("acme");
    expect(verifications()).toBe(0);
  });

  it("that is refused is verified each time", async () => {
    const token = (await fresh()).replace(/.{8}$/, "AAAAAAAA");
    const { count } = verifiedTokens;
    expect([await outcome(token), await outcome(token)]).toEqual([
      "token_signature",
      "token_signature",
    ]);
    expect(verifications()).toBe(2);
    expect(verifiedTokens.count).toBe(count);
  });

  it("answers new questions long after it has left the WebAssembly", async () => {
    const token = await fresh();
    const held = await verifyToken(token, options);
    for (let at = 0; at < 200; at++) await verifyToken(await fresh(), options);
    verifications();
    const again = await verifyToken(token, options);
    expect(again.check("seats")).toMatchObject({ allowed: true, used: 3 });
    expect(again.value("support-level", "community")).toBe("email");
    expect(held.check("limits").value).toEqual({ burst: [1, 2] });
    expect(verifications()).toBe(0);
  });
});

describe("what is kept of tokens", () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;

  /** Whether a text is anywhere among what the process holds. */
  const isHeld = async (text: () => string) => {
    verifying.mockClear();
    collect();
    let last = "";
    let found = false;
    for await (const chunk of getHeapSnapshot()) {
      const part = last + chunk.toString("latin1");
      found ||= part.includes(text());
      last = part.slice(-200);
    }
    return found;
  };

  it("is none of their signatures", { timeout: 120_000 }, async () => {
    // As bytes, which are not among the texts of a snapshot.
    const verified = async () => {
      const token = await fresh({ ent: {} });
      await verifyToken(token, options);
      await verifyToken(token, options);
      expect(verifications()).toBe(1);
      return Buffer.from(token.slice(-40));
    };
    const { count } = verifiedTokens;
    const mark = await verified();
    expect(verifiedTokens.count).toBe(count + 1);
    // What another call has left on the way is overwritten.
    await verified();
    expect(await isHeld(() => mark.toString())).toBe(false);
  });

  it("is looked for where it would be found", { timeout: 120_000 }, async () => {
    const token = await fresh({ ent: {} });
    const mark = Buffer.from(token.slice(-40));
    expect(await isHeld(() => mark.toString())).toBe(true);
    expect(await outcome(token)).toBe("acme");
  });

  it("is not more for answers without end", async () => {
    const { size } = verifiedTokens;
    const verified = await verifyToken(await fresh(), options);
    const empty = verifiedTokens.size - size;
    for (let requested = 2; requested < 500; requested++)
      verified.check("api-calls", { requested });
    const full = verifiedTokens.size - size;
    expect(full).toBeGreaterThan(empty + 498 * 256);
    for (let requested = 500; requested < 5_000; requested++)
      verified.check("api-calls", { requested });
    expect(verifiedTokens.size - size).toBeLessThan(empty + 1_100 * 1_024);
  });

  it("is bounded by its bytes", async () => {
    const ent = { ...entitlements, pad: { k: "c", v: "x".repeat(6_000) } };
    const first = await fresh({ ent });
    await outcome(first);
    for (let at = 0; at < 2_500; at++)
      await outcome(signNow(claims(start, { jti: `tok_wide_${at}`, ent })));
    expect(verifiedTokens.size).toBeLessThanOrEqual(mostBytes);
    expect(verifiedTokens.count).toBeLessThan(2_500);
    expect(verifiedTokens.count).toBeGreaterThan(500);
    verifications();
    expect(await outcome(first)).toBe("acme");
    expect(verifications()).toBe(1);
  });

  it("is bounded over 100,000 tokens, in number and in memory", { timeout: 300_000 }, async () => {
    const small = { "api-calls": entitlements["api-calls"] };
    const token = (at: number) =>
      signNow(claims(start, { jti: `tok_many_${at}`, sub: `customer-${at}`, ent: small }));
    const ask = gate({ ...options, feature: "api-calls" });
    const allowed = async (text: string) =>
      (await ask({ headers: { get: () => `Bearer ${text}` } })).allowed;
    const held = () => {
      verifying.mockClear();
      collect();
      const { heapUsed, external } = process.memoryUsage();
      return (heapUsed + external) / 1_048_576;
    };
    const first = token(0);
    expect(await allowed(first)).toBe(true);
    let before = 0;
    for (let at = 1; at <= 100_000; at++) {
      if (!(await allowed(token(at)))) throw new Error(`customer-${at} was denied`);
      if (at % 1_000 === 0) verifying.mockClear();
      // Whoever comes back is kept, however many others there are.
      if (at % 4_000 === 0 && at > 20_000 && !(await allowed(first))) throw new Error("denied");
      if (at === 20_000) {
        expect(await allowed(first)).toBe(true);
        before = held();
      }
    }
    expect(verifiedTokens.count).toBeLessThanOrEqual(mostTokens);
    expect(verifiedTokens.size).toBeLessThanOrEqual(mostBytes);
    expect(held() - before).toBeLessThan(4);
    verifications();
    await allowed(first);
    expect(verifications()).toBe(0);
  });
});
