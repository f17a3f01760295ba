// The gate: verifying a token beside `jose`, for the first time and again, in Node and in workerd; and asking what a
// verified token allows.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { verifyToken } from "@tollgate/js";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { buildGateWorker } from "./gate/build.mjs";
import { verifying } from "./gate/verifying.mjs";
import { turns } from "./turns.mjs";
import { configurations, prepareFolder, start } from "./workerd.mjs";

const issuer = "https://edge.test";
const audience = "env_01jd3m5x8k2q4r6t7v9w0y1z3a";
const TYPE = "tollgate+jwt";
const TOKENS = 40;
/**
 * Rounds, and of each the verifications and the look-ups. In Node many short ones: what else the machine does lasts
 * longer than one of them. In workerd each is a request, which must not count.
 */
const TURNS = {
  node: { rounds: 61, verifications: 100, repeats: 5_000 },
  workerd: { rounds: 15, verifications: 400, repeats: 20_000 },
};
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

async function issued(count, tokens = TOKENS) {
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
  return {
    tokens: await Promise.all(Array.from({ length: tokens }, sign)),
    keys: { keys: [jwk] },
  };
}

/**
 * @param {string} where
 * @param {(way: string, calls: number) => Promise<unknown>} run
 * @param {(typeof TURNS)["node"]} turn
 * @param {boolean} isHeld whether a first verification has a budget here
 */
async function rowsOf(where, run, { rounds, verifications, repeats }, isHeld) {
  /** Microseconds of one call. */
  const micros = (way, calls) => async () => {
    const begun = performance.now();
    await run(way, calls);
    return ((performance.now() - begun) * 1_000) / calls;
  };
  const row = async (what, [way, calls], [against, baseline], bounds) => ({
    what: `${what}, ${where}`,
    unit: "µs",
    against,
    rounds: await turns({
      ours: micros(way, calls),
      baseline: micros(baseline, verifications),
      rounds,
    }),
    ...bounds,
    keep: "atMost",
  });
  const jose = ["jose.jwtVerify", "jose"];
  const joseWithSet = ["jose.jwtVerify, key set cached", "joseWithSet"];
  const repeated = { budget: 0.05, aim: 0.02 };
  return [
    await row(
      "verify and parse a token of 20 features",
      ["first", verifications],
      jose,
      isHeld ? { budget: 0.65 } : {},
    ),
    await row("the same token again", ["again", repeats], jose, repeated),
    await row("the same token again", ["again", repeats], joseWithSet, repeated),
    await row("gate(), the same token again", ["gate", repeats], jose, repeated),
  ];
}

async function subject({ rounds, verifications }) {
  const { tokens, keys } = await issued(20, TOKENS + (rounds + 1) * verifications);
  const expected = { issuer, audience };
  return {
    tokens: tokens.slice(0, TOKENS),
    fresh: tokens.slice(TOKENS),
    keys,
    expected,
    typ: TYPE,
  };
}

const inNode = async () =>
  rowsOf("Node", await verifying(await subject(TURNS.node)), TURNS.node, true);

/** Timed from outside: within a request the clock of workerd stands still. */
async function inWorkerd() {
  await buildGateWorker();
  const folder = await prepareFolder(configurations.gate);
  const { url, stop } = await start(folder);
  const ask = async (method, path, body) => {
    const signal = AbortSignal.timeout(60_000);
    const { status } = await fetch(`${url}/${path}`, { method, body, signal });
    if (status !== 200) throw new Error(`\`${path}\` was answered ${status}`);
  };
  try {
    await ask("PUT", "", JSON.stringify(await subject(TURNS.workerd)));
    const run = (way, calls) => ask("POST", `${way}?${calls}`);
    return await rowsOf("workerd", run, TURNS.workerd, false);
  } finally {
    await stop();
    await folder.remove();
  }
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
  return [...(await inNode()), ...(await inWorkerd()), ...(await checking())];
}
