import assert from "node:assert/strict";
import { test } from "node:test";
import * as jose from "jose";
import { startedEdge } from "./edge.mjs";
import { refused } from "./problem.mjs";

const edge = await startedEdge();
const { id, api, customer, page, session } = await edge.environment();

test("a session is a signed access token for one customer, twelve hours unless said", async () => {
  await customer("user");
  const made = (await api.post("/v1/sessions", { customer: "user" })).is(201);
  const set = (await edge.anybody.get(`/v1/environments/${id}/jwks.json`)).is(200);
  const options = { issuer: edge.url, audience: id, typ: "tollgate-session+jwt" };
  const { payload } = await jose.jwtVerify(made.accessToken, jose.createLocalJWKSet(set), options);
  assert.equal(payload.sub, "user");
  assert.equal(payload.exp - payload.iat, 12 * 3600);
  assert.equal(new Date(made.expiresAt).getTime(), payload.exp * 1000);
  const short = (await api.post("/v1/sessions", { customer: "user", ttl: 3600, user: "u-1" })).is(
    201,
  );
  const claims = jose.decodeJwt(short.accessToken);
  assert.equal(claims.exp - claims.iat, 3600);
  assert.equal(claims.user, "u-1");
});

test("a length of time that is none is refused", async () => {
  await customer("timer");
  for (const ttl of [0, -1, 1.5, "3600", 10 ** 12]) {
    refused(await api.post("/v1/sessions", { customer: "timer", ttl }), 400, "invalid_body", [
      "/ttl",
    ]);
  }
});

test("an access token acts for its customer only", async () => {
  await customer("mine", { plan: "starter" });
  await customer("theirs", { plan: "enterprise", price: "enterprise-monthly" });
  const browser = await session("mine");
  const { token, customer: shown } = (await browser.get("/v1/client/token")).is(200);
  assert.equal(shown.id, "mine");
  assert.equal(jose.decodeJwt(token).sub, "mine");
  (await browser.post("/v1/client/vouchers/redeem", { code: "BETA6" })).is(201);
  assert.equal(
    (await api.get("/v1/customers/theirs/entitlements")).body.entitlements["beta-dashboard"].value,
    false,
  );
  refused(
    await browser.post("/v1/client/checkout", {
      plan: "pro",
      price: "pro-monthly",
      customer: "theirs",
    }),
    400,
    "invalid_body",
    ["/customer"],
  );
  for (const path of ["/v1/customers/mine", "/v1/customers/theirs", "/v1/customers"]) {
    assert.equal((await browser.get(path)).status, 401);
  }
});

test("revoking ends every session of the customer, and of nobody else", async () => {
  await customer("revoked");
  await customer("bystander");
  const [one, two, other] = [
    await session("revoked"),
    await session("revoked"),
    await session("bystander"),
  ];
  const before = jose.decodeJwt((await one.get("/v1/client/token")).is(200).token);
  assert.equal((await api.delete("/v1/customers/revoked/sessions")).status, 204);
  for (const browser of [one, two]) {
    assert.equal((await browser.get("/v1/client/token")).status, 401);
    assert.equal((await browser.post("/v1/client/vouchers/redeem", { code: "BETA6" })).status, 401);
    assert.equal((await browser.post("/v1/client/checkout", { plan: "starter" })).status, 401);
  }
  (await other.get("/v1/client/token")).is(200);
  const fresh = jose.decodeJwt(
    (await (await session("revoked")).get("/v1/client/token")).is(200).token,
  );
  assert.ok((fresh.epoch ?? 0) > (before.epoch ?? 0));
});

test("sessions of a wiped customer are refused, also when the customer is made anew", async () => {
  await customer("wiped");
  const browser = await session("wiped");
  assert.equal((await api.delete("/v1/customers/wiped")).status, 204);
  assert.ok([401, 404].includes((await browser.get("/v1/client/token")).status));
  await customer("wiped");
  assert.equal((await browser.get("/v1/client/token")).status, 401);
});

test("what is no access token of this environment is refused", async () => {
  await customer("forger");
  const { accessToken } = (await api.post("/v1/sessions", { customer: "forger" })).is(201);
  const { token } = (await api.post("/v1/tokens", { customer: "forger" })).is(201);
  const [header, payload, signature] = accessToken.split(".");
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = jose.decodeJwt(accessToken);
  const { privateKey } = await jose.generateKeyPair("EdDSA", { crv: "Ed25519" });
  const signed = await new jose.SignJWT(claims)
    .setProtectedHeader(jose.decodeProtectedHeader(accessToken))
    .sign(privateKey);
  const other = await edge.environment();
  await other.customer("forger");
  const foreign = (await other.api.post("/v1/sessions", { customer: "forger" })).is(
    201,
  ).accessToken;
  const wrong = {
    "an entitlement token": token,
    "another customer": `${header}.${encode({ ...claims, sub: "victim" })}.${signature}`,
    "no algorithm": `${encode({ alg: "none", typ: "tollgate-session+jwt" })}.${payload}.`,
    "another key": signed,
    "another environment": foreign,
    padding: `${accessToken}=`,
    "something behind it": `${accessToken}.x`,
    rubbish: "rubbish",
    "a secret key": other.secretKey,
  };
  for (const [what, bearer] of Object.entries(wrong)) {
    const answer = await page.get("/v1/client/token", { authorization: `Bearer ${bearer}` });
    assert.equal(answer.status, 401, `${what}: ${answer.text}`);
  }
  refused(await page.get("/v1/client/token"), 401, "session_missing");
  (await page.get("/v1/client/token", { authorization: `Bearer ${accessToken}` })).is(200);
});
