import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { stat } from "node:fs/promises";
import { test } from "node:test";
import * as jose from "jose";
import { startedEdge } from "./edge.mjs";
import { refused } from "./problem.mjs";

const edge = await startedEdge();
const { id, api, customer, page } = await edge.environment();
await customer("holder", { plan: "pro", price: "pro-monthly", addons: { "extra-calls": 1 } });
const issue = async () => (await api.post("/v1/tokens", { customer: "holder" })).is(201);
const keys = async () => (await edge.anybody.get(`/v1/environments/${id}/jwks.json`)).is(200);
const client = new URL("../../packages/js/dist/node.js", import.meta.url);
const isBuilt = await stat(client).then(
  () => true,
  () => false,
);

test("the key set is public, of Ed25519 keys that sign, and may be cached", async () => {
  const answer = await edge.anybody.get(`/v1/environments/${id}/jwks.json`, {
    origin: "https://app.test",
  });
  const set = answer.is(200);
  assert.ok(set.keys.length >= 1);
  for (const key of set.keys) {
    const { kty, crv, alg, use, kid, x } = key;
    assert.deepEqual(
      { kty, crv, alg, use },
      { kty: "OKP", crv: "Ed25519", alg: "EdDSA", use: "sig" },
    );
    assert.ok(kid.length > 0);
    assert.equal(Buffer.from(x, "base64url").length, 32);
    assert.equal(key.d, undefined);
  }
  assert.match(answer.headers.get("cache-control"), /max-age=\d+/);
  assert.ok(["*", "https://app.test"].includes(answer.headers.get("access-control-allow-origin")));
  for (const unknown of ["env_00000000000000000000000000", "env_", "x", `${id}x`]) {
    refused(
      await edge.anybody.get(`/v1/environments/${unknown}/jwks.json`),
      404,
      "environment_unknown",
    );
  }
});

test("a token is verified by jose from the published keys", async () => {
  const { token, expiresAt } = await issue();
  const options = { issuer: edge.url, audience: id, algorithms: ["EdDSA"], typ: "tollgate+jwt" };
  const { payload, protectedHeader } = await jose.jwtVerify(
    token,
    jose.createLocalJWKSet(await keys()),
    options,
  );
  assert.deepEqual(Object.keys(protectedHeader).sort(), ["alg", "kid", "typ"]);
  assert.equal(payload.sub, "holder");
  assert.equal(payload.ver, 1);
  assert.equal(payload.cat, 1);
  assert.deepEqual(payload.plans, ["pro"]);
  assert.equal(payload.exp - payload.iat, 900);
  assert.equal(payload.exp * 1000, new Date(expiresAt).getTime());
  assert.ok(payload.jti.length >= 16);
  const calls = payload.ent["api-calls"];
  assert.deepEqual(
    [calls.k, calls.l, calls.u ?? 0, calls.h ?? 0, calls.m],
    ["m", 15_000, 0, 0, 25_000],
  );
  // An absent kind is a boolean, an absent value is on.
  assert.deepEqual([payload.ent.analytics.k ?? "b", payload.ent.analytics.v ?? true], ["b", true]);
  assert.equal(payload.ent.sso?.v ?? false, false);
  assert.deepEqual(
    [payload.ent["support-level"].k, payload.ent["support-level"].v],
    ["c", "email"],
  );
  assert.equal(payload.ent["beta-dashboard"].k, "f");
});

test("a token is verified by PyJWT from the published keys, and not when a byte is changed", async () => {
  const { token } = await issue();
  const [header, payload, signature] = token.split(".");
  const forged = `${header}.${payload}.${signature[0] === "A" ? "B" : "A"}${signature.slice(1)}`;
  const program = `
import json, sys, jwt
given = json.load(sys.stdin)
keys = jwt.PyJWKSet.from_dict(given["keys"])
def verify(token):
    key = keys[jwt.get_unverified_header(token)["kid"]]
    return jwt.decode(token, key, algorithms=["EdDSA"], audience=given["audience"], issuer=given["issuer"])
try:
    verify(given["forged"])
    forged = "taken"
except jwt.InvalidSignatureError:
    forged = "refused"
print(json.dumps({"claims": verify(given["token"]), "forged": forged}))`;
  const input = JSON.stringify({
    token,
    forged,
    keys: await keys(),
    audience: id,
    issuer: edge.url,
  });
  const { status, stdout, stderr } = spawnSync("python3", ["-c", program], {
    input,
    encoding: "utf8",
    timeout: 20_000,
  });
  assert.equal(status, 0, `PyJWT is needed, which \`make test\` provides: ${stderr}`);
  const { claims, forged: verdict } = JSON.parse(stdout);
  assert.equal(claims.sub, "holder");
  assert.equal(verdict, "refused");
});

test("a token is verified by our own client, and refused for another audience", {
  skip: !isBuilt && "@tollgate/js is not built",
}, async () => {
  const { verifyToken } = await import(client.href);
  const { token } = await issue();
  const expected = { jwks: await keys(), audience: id, issuer: edge.url };
  const gate = await verifyToken(token, expected);
  const decision = gate.check("api-calls", { requested: 5 });
  const asked = (
    await api.post("/v1/check", { customer: "holder", feature: "api-calls", requested: 5 })
  ).is(200);
  for (const member of [
    "allowed",
    "reason",
    "limit",
    "used",
    "remaining",
    "enforcement",
    "resetsAt",
    "source",
  ]) {
    assert.deepEqual(decision[member], asked[member], member);
  }
  await assert.rejects(verifyToken(token, { ...expected, audience: "env_other" }), {
    code: "token_audience",
  });
});

test("a token is of its moment: a later one says what was used since", async () => {
  const before = jose.decodeJwt((await issue()).token);
  (await api.post("/v1/usage", { customer: "holder", feature: "api-calls", value: 41 })).is(200);
  const after = jose.decodeJwt((await issue()).token);
  assert.equal((after.ent["api-calls"].u ?? 0) - (before.ent["api-calls"].u ?? 0), 41);
  assert.notEqual(before.jti, after.jti);
});

test("environments sign with keys of their own", async () => {
  const other = await edge.environment();
  const set = (await edge.anybody.get(`/v1/environments/${other.id}/jwks.json`)).is(200);
  const { token } = await issue();
  const options = { issuer: edge.url, audience: id };
  await assert.rejects(jose.jwtVerify(token, jose.createLocalJWKSet(set), options));
  for (const { x } of set.keys) assert.ok(!(await keys()).keys.some((key) => key.x === x));
});

test("the token of a page comes with what it shows beside it, and refreshes without a secret key", async () => {
  const { session } = await edge.environment();
  assert.ok(session);
  const { accessToken } = (await api.post("/v1/sessions", { customer: "holder" })).is(201);
  const browser = page.with({ authorization: `Bearer ${accessToken}` });
  const shown = (await browser.get("/v1/client/token")).is(200);
  assert.equal(shown.customer.id, "holder");
  assert.equal(shown.customer.subscriptions[0].plan, "pro");
  assert.ok(shown.customer.subscriptions[0].currentPeriod.end);
  assert.deepEqual(shown.customer.redemptions, []);
  assert.ok(Math.abs(new Date(shown.serverTime) - new Date(shown.expiresAt)) <= 901_000);
  const { payload } = await jose.jwtVerify(shown.token, jose.createLocalJWKSet(await keys()), {
    audience: id,
  });
  assert.equal(payload.sub, "holder");
});
