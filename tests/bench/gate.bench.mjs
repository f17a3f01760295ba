// The gate in Node: verifying a token beside `jose`, and asking what a verified token allows.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { verifyToken } from "@tollgate/js";
import { exportJWK, generateKeyPair, jwtVerify, SignJWT } from "jose";
import { turns } from "./turns.mjs";

const issuer = "https://edge.test";
const audience = "env_01jd3m5x8k2q4r6t7v9w0y1z3a";
const TYPE = "tollgate+jwt";
const TOKENS = 40;
const VERIFICATIONS = 400;
const CHECKS = 500_000;
/** A check may take half a microsecond, and is to take a tenth of that. */
const CHECK_BUDGET_MICROS = 0.5;
/** What a million checks may leave behind: what the collector itself moves, and nothing that grows. */
const MEMORY_BUDGET_KB = 64;

/** Entitlements of every kind. */
function entitlements(count) {
  const shapes = [
    (at) => ({ k: "m", l: 10_000 + at, u: 37 * at, h: 1, r: 1_900_000_000_000 }),
    () => ({}),
    (at) => ({ k: "c", v: `value-${at}`, s: "override" }),
    () => ({ k: "f", s: "voucher" }),
  ];
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`feature-${at}`, shapes[at % shapes.length](at)]),
  );
}

async function issued(count) {
  const { publicKey, privateKey } = await generateKeyPair("EdDSA", { extractable: true });
  const kid = "key-1";
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: "EdDSA", use: "sig" };
  const sign = (_, at) =>
    new SignJWT({ ver: 1, cat: 3, rev: at, epoch: 0, plans: ["scale"], ent: entitlements(count) })
      .setProtectedHeader({ alg: "EdDSA", typ: TYPE, kid })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject("customer-1")
      .setIssuedAt()
      .setNotBefore("0s")
      .setExpirationTime("15m")
      .setJti(`token-${at}`)
      .sign(privateKey);
  const tokens = await Promise.all(Array.from({ length: TOKENS }, sign));
  return { tokens, publicKey, keys: { keys: [jwk] } };
}

/** Microseconds of one call. */
async function micros(calls, call) {
  const begun = performance.now();
  for (let at = 0; at < calls; at += 1) await call(at);
  return ((performance.now() - begun) * 1000) / calls;
}

async function verifying() {
  const { tokens, publicKey, keys } = await issued(20);
  const expected = { issuer, audience };
  const theirs = { ...expected, typ: TYPE, algorithms: ["EdDSA"] };
  return {
    what: "verify and parse a token of 20 features",
    unit: "µs",
    against: "jose.jwtVerify",
    rounds: await turns({
      ours: () =>
        micros(VERIFICATIONS, (at) => verifyToken(tokens[at % TOKENS], { ...expected, keys })),
      baseline: () =>
        micros(VERIFICATIONS, (at) => jwtVerify(tokens[at % TOKENS], publicKey, theirs)),
      rounds: 15,
    }),
    budget: 0.85,
    aim: 0.65,
    keep: "atMost",
  };
}

async function checking() {
  const { tokens, keys } = await issued(100);
  const gate = await verifyToken(tokens[0], { issuer, audience, keys });
  const features = Object.keys(entitlements(100));
  const ask = (calls) => {
    let allowed = 0;
    for (let at = 0; at < calls; at += 1) if (gate.check(features[at % 100]).allowed) allowed += 1;
    if (allowed < calls) throw new Error("a check was denied");
  };
  const once = () => {
    const begun = performance.now();
    ask(CHECKS);
    return ((performance.now() - begun) * 1000) / CHECKS;
  };
  const speed = {
    what: "one check, 100 features in the token",
    unit: "µs",
    against: "the budget",
    rounds: await turns({ ours: once, baseline: () => CHECK_BUDGET_MICROS }),
    budget: 1,
    aim: 0.1,
    keep: "atMost",
  };
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const held = () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return (heapUsed + external) / 1024;
  };
  const grown = () => {
    const before = held();
    ask(1_000_000);
    return Math.max(0, held() - before);
  };
  const memory = {
    what: "memory that a million checks leave behind",
    unit: "KB",
    against: "the budget",
    rounds: await turns({ ours: grown, baseline: () => MEMORY_BUDGET_KB, rounds: 3 }),
    budget: 1,
    keep: "atMost",
  };
  return [speed, memory];
}

/** @returns {Promise<import("../../scripts/bench/table.mjs").Row[]>} */
export async function bench() {
  return [await verifying(), ...(await checking())];
}
