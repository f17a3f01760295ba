// Hostile tokens against the real Worker: the corpus of every verifier, and a valid session with every modification
// that its bearer can make.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import * as jose from "jose";
import { startedEdge } from "./edge.mjs";

const corpus = JSON.parse(
  await readFile(new URL("../vectors/token/hostile.json", import.meta.url), "utf8"),
);
const edge = await startedEdge();
const { id, api, customer, page } = await edge.environment();
await customer("acme", { plan: "pro", price: "pro-monthly" });
const { accessToken } = (await api.post("/v1/sessions", { customer: "acme" })).is(201);
const { token } = (await api.post("/v1/tokens", { customer: "acme" })).is(201);
const part = (value) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const [head, body, mac] = accessToken.split(".");
const header = jose.decodeProtectedHeader(accessToken);
const claims = jose.decodeJwt(accessToken);
const set = (await edge.anybody.get(`/v1/environments/${id}/jwks.json`)).is(200);

/** What a header field of HTTP can carry, and comes through as it was sent. */
const isSendable = (text) => /^[\x21-\x7e]+$/.test(text) && text.length < 7_000;

/** Asserts that a bearer opens nothing, and says which. */
async function isRefused(what, bearer) {
  const answer = await page.get("/v1/client/token", { authorization: `Bearer ${bearer}` });
  assert.equal(answer.status, 401, `${what}: ${answer.text}`);
  assert.ok(answer.body.code.startsWith("session_"), `${what}: ${answer.text}`);
  return answer.body.code;
}

test("no token of the corpus is a session, whatever its form", async () => {
  const sent = corpus.cases.filter((one) => isSendable(one.token));
  assert.ok(sent.length > 250, `${sent.length} can be sent`);
  for (const one of sent) await isRefused(`${one.part}: ${one.name}`, one.token);
});

test("a true session bent in its header, payload or signature is refused", async () => {
  const bytes = Buffer.from(mac, "base64url");
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  const s = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString("hex")}`) + order;
  const larger = Buffer.from(s.toString(16).padStart(64, "0"), "hex").reverse();
  const bent = {
    "no algorithm, no signature": `${part({ ...header, alg: "none" })}.${body}.`,
    "no algorithm, true signature": `${part({ ...header, alg: "none" })}.${body}.${mac}`,
    "a symmetric algorithm": `${part({ ...header, alg: "HS256" })}.${body}.${mac}`,
    "another curve": `${part({ ...header, alg: "ES256" })}.${body}.${mac}`,
    "the type of a token": `${part({ ...header, typ: "tollgate+jwt" })}.${body}.${mac}`,
    "another key id": `${part({ ...header, kid: "key_1" })}.${body}.${mac}`,
    "a key id that is a path": `${part({ ...header, kid: "../../etc/passwd" })}.${body}.${mac}`,
    "a key of its own": `${part({ ...header, jwk: set.keys[0] })}.${body}.${mac}`,
    "critical members": `${part({ ...header, crit: ["exp"] })}.${body}.${mac}`,
    "another customer": `${head}.${part({ ...claims, sub: "other" })}.${mac}`,
    "a later expiry": `${head}.${part({ ...claims, exp: claims.exp + 1 })}.${mac}`,
    "the signature of the token": `${head}.${body}.${token.split(".")[2]}`,
    "the payload of the token": `${head}.${token.split(".")[1]}.${token.split(".")[2]}`,
    "the header of the session over the token": `${head}.${token.split(".").slice(1).join(".")}`,
    "s + L": `${head}.${body}.${part("").concat(Buffer.concat([bytes.subarray(0, 32), larger]).toString("base64url"))}`,
    padding: `${accessToken}==`,
    "spare bits": `${accessToken.slice(0, -1)}${String.fromCharCode(accessToken.charCodeAt(accessToken.length - 1) + 1)}`,
    "bytes behind it": `${accessToken}AA`,
    "a part behind it": `${accessToken}.${mac}`,
    "the entitlement token": token,
  };
  for (const [what, bearer] of Object.entries(bent)) await isRefused(what, bearer);
  (await page.get("/v1/client/token", { authorization: `Bearer ${accessToken}` })).is(200);
});

test("a session of 64 KB and one byte is refused, and the edge goes on", async () => {
  for (const length of [65_536, 65_537]) {
    const answer = await page
      .get("/v1/client/token", { authorization: `Bearer ${"A".repeat(length)}` })
      .catch((error) => error);
    // workerd itself bounds what a header may be; where it does not, the Worker refuses.
    if (!(answer instanceof Error)) assert.ok([400, 401, 413, 431].includes(answer.status));
  }
  (await page.get("/v1/client/token", { authorization: `Bearer ${accessToken}` })).is(200);
});

test("what the edge signs has one spelling, and another library agrees on what is refused", async () => {
  const keys = jose.createLocalJWKSet(set);
  const options = { issuer: edge.url, audience: id, algorithms: ["EdDSA"], typ: "tollgate+jwt" };
  await jose.jwtVerify(token, keys, options);
  const parts = token.split(".");
  const wrong = {
    "no algorithm": `${part({ alg: "none", typ: "tollgate+jwt" })}.${parts[1]}.`,
    "another customer": `${parts[0]}.${part({ ...jose.decodeJwt(token), sub: "other" })}.${parts[2]}`,
    "the session": accessToken,
  };
  for (const [what, bent] of Object.entries(wrong)) {
    await assert.rejects(jose.jwtVerify(bent, keys, options), what);
  }
  await assert.rejects(jose.jwtVerify(token, keys, { ...options, audience: "env_other" }));
});
