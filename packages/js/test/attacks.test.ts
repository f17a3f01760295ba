/**
 * Hostile tokens: what we make of each, and what `jose`, PyJWT and `@noble/ed25519` do; every difference is explained
 * in the table. And the vectors of the signature itself, in WebAssembly.
 */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { hashes, verify } from "@noble/ed25519";
import { createLocalJWKSet, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { Gate, readKeys } from "../src/gate.js";
import type { JwkSet } from "../src/index.js";
import "../src/node.js";
import { loadGate } from "../src/wasm.js";
import { audience, claims, issuer, key, sign, signingKey, start } from "./signing.js";
import init, { verifies } from "./wasm/curve/curve.js";

type Verdict = "accepts" | "refuses";

interface Case {
  name: string;
  part: string;
  token: string;
  now?: string;
  epoch?: number;
  grace?: boolean;
  asks?: { feature: string }[];
  expect: { code?: string; fault?: string; decisions?: object[] };
  /** What others do where it is not what we do, and why. */
  jose?: Verdict;
  pyjwt?: Verdict;
  noble?: Verdict;
  why?: string;
}

interface Corpus {
  issuer: string;
  audience: string;
  now: string;
  jwks: JwkSet;
  cases: Case[];
}

const root = new URL("../../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const corpus: Corpus = JSON.parse(read("tests/vectors/token/hostile.json"));
const ours = ({ expect: { code } }: Case): Verdict => (code ? "refuses" : "accepts");
const at = ({ now = corpus.now }: Case) => Date.parse(now);
const hex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));

it("the corpus is what is made of the tables", async () => {
  const tables = new URL("tests/vectors/token/hostile/index.mjs", root).href;
  const { written } = (await import(/* @vite-ignore */ tables)) as { written(): string };
  expect(read("tests/vectors/token/hostile.json")).toBe(written());
});

describe("we", async () => {
  const module = await loadGate();
  const keys = readKeys(module, corpus.jwks);

  it.each(corpus.cases)("$part: $name", (one) => {
    const { token, epoch = 0, grace = false, asks = [] } = one;
    const { code, fault, decisions } = one.expect;
    const expected = {
      issuer: corpus.issuer,
      audience: corpus.audience,
      leewayMillis: 60_000,
      epoch,
      grace,
    };
    const result = Gate.verify(module, { text: token }, keys, expected, at(one));
    if (!(result instanceof Gate)) {
      expect(result.error).toMatchObject({ name: "TokenError", code, fault: fault ?? null });
      return;
    }
    expect(code).toBeUndefined();
    expect(asks).not.toHaveLength(0);
    expect(asks.map(({ feature }) => result.check(feature, {}, at(one)))).toMatchObject(
      decisions ?? [],
    );
  });

  /** A token of exactly that many characters. */
  async function sized(length: number) {
    for (const kid of ["key_1", "key_11", "key_111"]) {
      const signer = { ...key, kid };
      const bare = (await sign(claims(start, { pad: "" }), { with: signer })).length;
      const room = Math.floor(((length - bare) * 3) / 4);
      for (const pad of [room - 1, room, room + 1, room + 2]) {
        const token = await sign(claims(start, { pad: "x".repeat(pad) }), { with: signer });
        if (token.length === length) return { token, jwks: { keys: [{ ...key.jwk, kid }] } };
      }
    }
    throw new Error(`no token has ${length} characters`);
  }

  it.each([
    [65_535, undefined],
    [65_536, undefined],
    [65_537, "token_too_large"],
    [65_538, "token_too_large"],
    [1_000_001, "token_too_large"],
  ])("a token of %i characters: %s", async (length, code) => {
    const { token, jwks } = await sized(length);
    const expected = { issuer, audience, leewayMillis: 0, epoch: 0, grace: false };
    const result = Gate.verify(module, { text: token }, readKeys(module, jwks), expected, start);
    expect(result instanceof Gate ? undefined : result.error).toEqual(
      code ? expect.objectContaining({ code }) : undefined,
    );
  });

  it("a key set with one key that would take what nobody signed is refused whole", () => {
    const weak = [
      "0100000000000000000000000000000000000000000000000000000000000000",
      "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "0000000000000000000000000000000000000000000000000000000000000000",
      "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    ];
    for (const bytes of weak) {
      const x = Buffer.from(bytes, "hex").toString("base64url");
      const jwks = { keys: [key.jwk, { ...signingKey("key_2", 8).jwk, x }] };
      expect(() => readKeys(module, jwks)).toThrow(
        expect.objectContaining({ code: "keys_weak_key" }),
      );
    }
  });
});

/** Those whose verdict is not ours, by name. */
function differing(cases: Case[], verdicts: Verdict[]) {
  const found = cases.map((one, place) => [one.name, verdicts[place]] as const);
  return Object.fromEntries(
    found.filter(([, verdict], place) => verdict !== ours(cases[place] as Case)),
  );
}

/** Those that the table says differ, by name. */
function explained(cases: Case[], library: "jose" | "pyjwt" | "noble") {
  return Object.fromEntries(
    cases.flatMap((one) => (one[library] ? [[one.name, one[library]] as const] : [])),
  );
}

describe("others", () => {
  it("differ for a reason that is said", () => {
    for (const { name, jose, pyjwt, noble, why } of corpus.cases) {
      const differs = jose ?? pyjwt ?? noble;
      expect(why === undefined, name).toBe(differs === undefined);
      if (why !== undefined) expect(why.length, name).toBeGreaterThan(20);
    }
  });

  it("jose", async () => {
    const keys = createLocalJWKSet(corpus.jwks as Parameters<typeof createLocalJWKSet>[0]);
    const verdicts = corpus.cases.map((one) =>
      jwtVerify(one.token, keys, {
        issuer: corpus.issuer,
        audience: corpus.audience,
        algorithms: ["EdDSA"],
        typ: "tollgate+jwt",
        clockTolerance: 60,
        currentDate: new Date(at(one)),
      }).then(
        (): Verdict => "accepts",
        (): Verdict => "refuses",
      ),
    );
    expect(differing(corpus.cases, await Promise.all(verdicts))).toEqual(
      explained(corpus.cases, "jose"),
    );
  });

  it("PyJWT", () => {
    const program = `
import datetime, json, sys, jwt, jwt.api_jwt
given = json.load(sys.stdin)
keys = jwt.PyJWKSet.from_dict(given["jwks"])
class Clock(datetime.datetime):
    millis = 0
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(cls.millis / 1000, tz)
jwt.api_jwt.datetime = Clock
def verdict(case):
    Clock.millis = case["now"]
    try:
        key = keys[jwt.get_unverified_header(case["token"])["kid"]]
        jwt.decode(case["token"], key, algorithms=["EdDSA"], audience=given["audience"], issuer=given["issuer"], leeway=60)
        return "accepts"
    except (jwt.PyJWTError, KeyError, ValueError, TypeError, RecursionError):
        return "refuses"
print(json.dumps([verdict(case) for case in given["cases"]]))`;
    const cases = corpus.cases.map((one) => ({ token: one.token, now: at(one) }));
    const { status, stdout, stderr } = spawnSync("python3", ["-c", program], {
      input: JSON.stringify({ ...corpus, cases }),
      encoding: "utf8",
      timeout: 60_000,
    });
    expect(status, `PyJWT is needed, which \`make test\` provides: ${stderr}`).toBe(0);
    expect(differing(corpus.cases, JSON.parse(stdout))).toEqual(explained(corpus.cases, "pyjwt"));
  });

  it("noble, of the signature alone", () => {
    hashes.sha512 = (bytes) => new Uint8Array(createHash("sha512").update(bytes).digest());
    const asked = corpus.cases.filter((one) => one.part === "signature" || !one.expect.code);
    const verdicts = asked.map(({ token }): Verdict => {
      const [head = "", body = "", mac = ""] = token.split(".");
      const { kid } = JSON.parse(Buffer.from(head, "base64url").toString()) as { kid: string };
      const jwk = corpus.jwks.keys.find((one) => one.kid === kid);
      const bytes = (text = "") => new Uint8Array(Buffer.from(text, "base64url"));
      const message = new TextEncoder().encode(`${head}.${body}`);
      return verify(bytes(mac), message, bytes(String(jwk?.x))) ? "accepts" : "refuses";
    });
    expect(differing(asked, verdicts)).toEqual(explained(corpus.cases, "noble"));
  });
});

describe("the signature in WebAssembly", async () => {
  await init({
    module_or_path: readFileSync(new URL("./wasm/curve/curve_bg.wasm", import.meta.url)),
  });

  it("is that of RFC 8032, section 7.1", () => {
    const cases = read("crates/core/src/token/tests/rfc8032.txt").split("\n");
    const rows = cases.filter((line) => line.includes(":") && !line.startsWith("#"));
    expect(rows).toHaveLength(5);
    for (const row of rows) {
      const [name, , publicKey = "", message = "", signature = ""] = row.split(":");
      expect(verifies(hex(publicKey), hex(message), hex(signature)), name).toBe(true);
      expect(verifies(hex(publicKey), hex(`${message}00`), hex(signature)), name).toBe(false);
    }
  });

  it("is what Wycheproof says it is", () => {
    const cases: [string, string, string, boolean][] = JSON.parse(
      readFileSync(new URL("./wycheproof.json", import.meta.url), "utf8"),
    );
    const counts = { true: 0, false: 0 };
    for (const [publicKey, message, signature, holds] of cases) {
      expect(verifies(hex(publicKey), hex(message), hex(signature)), signature).toBe(holds);
      counts[`${holds}`]++;
    }
    expect(counts.true).toBeGreaterThanOrEqual(80);
    expect(counts.false).toBeGreaterThanOrEqual(60);
  });
});
