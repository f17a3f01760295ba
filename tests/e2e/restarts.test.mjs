import assert from "node:assert/strict";
import { test } from "node:test";
import * as jose from "jose";
import { startedEdge } from "./edge.mjs";
import { refused } from "./problem.mjs";

const edge = await startedEdge();

test("a restart keeps everything: what is read after it is what was read before", async () => {
  const { id, api, page, customer, session } = await edge.environment();
  const bought = await customer("kept", {
    plan: "pro",
    price: "pro-monthly",
    quantities: { seats: 4 },
    addons: { "extra-calls": 1 },
  });
  (await api.patch("/v1/customers/kept", { name: "Kept", metadata: { a: [1, "ü"] } })).is(200);
  (
    await api.post("/v1/usage", { customer: "kept", feature: "api-calls", value: 321, key: "once" })
  ).is(200);
  (await api.post("/v1/customers/kept/vouchers", { code: "BIGDEAL" })).is(201);
  (await api.post("/v1/customers/kept/grants", { feature: "analytics", value: true })).is(201);
  (await api.put("/v1/customers/kept/overrides/jobs", { limit: 3, reason: "trial" })).is(200);
  const voucher = {
    key: "made",
    codes: ["MADE"],
    effects: { discount: { percent: 5, duration: "once" } },
  };
  (await api.post("/v1/vouchers", voucher)).is(201);
  const browser = await session("kept");
  const { token } = (await browser.get("/v1/client/token")).is(200);
  const paths = [
    "/v1/catalog",
    "/v1/catalog/versions",
    "/v1/customers/kept",
    "/v1/customers/kept/entitlements?explain=true",
    "/v1/customers/kept/usage",
    "/v1/customers/kept/grants",
    "/v1/vouchers",
    "/v1/vouchers/big-deal",
  ];
  const look = async () => {
    const read = {};
    for (const path of paths) read[path] = (await api.get(path)).is(200);
    read.pricing = (await page.get("/v1/client/pricing")).is(200);
    read.keys = (await edge.anybody.get(`/v1/environments/${id}/jwks.json`)).is(200);
    return read;
  };
  const before = await look();
  for (let round = 0; round < 2; round += 1) {
    await edge.restart();
    assert.deepEqual(await look(), before);
  }
  await jose.jwtVerify(token, jose.createLocalJWKSet(before.keys), {
    issuer: edge.url,
    audience: id,
  });
  (await browser.get("/v1/client/token")).is(200);
  const again = (
    await api.post("/v1/usage", { customer: "kept", feature: "api-calls", value: 321, key: "once" })
  ).is(200);
  assert.equal(again.results[0].status, "duplicate");
  refused(
    await api.post("/v1/customers/kept/vouchers", { code: "BIGDEAL" }),
    422,
    "voucher_not_redeemable",
  );
  refused(
    await api.post("/v1/customers/kept/subscriptions", { plan: "starter" }),
    409,
    "already_subscribed",
  );
  const path = `/v1/customers/kept/subscriptions/${bought.id}`;
  const more = (await api.patch(path, { quantities: { seats: 5 } })).is(200);
  assert.equal(more.subscription.quantities.seats, 5);
});

test("what fell due while nothing ran has happened at its instant", async () => {
  const { api, customer } = await edge.environment();
  const { id } = await customer("asleep", { plan: "tried", price: "tried-monthly" });
  const path = `/v1/customers/asleep/subscriptions/${id}`;
  const end = new Date(Date.now() + 300).toISOString();
  assert.equal((await api.post(`${path}/trial`, { end })).is(200).subscription.status, "trialing");
  await edge.restart();
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, Date.parse(end) - Date.now())));
  const read = (await api.get(path)).is(200);
  assert.notEqual(read.status, "trialing");
  assert.equal(read.anchor, end);
});

test("what was revoked stays revoked, and what was taken away stays away", async () => {
  const { api, customer, session } = await edge.environment();
  await customer("revoked", { plan: "starter" });
  const browser = await session("revoked");
  assert.equal((await api.delete("/v1/customers/revoked/sessions")).status, 204);
  const { id } = (
    await api.post("/v1/customers/revoked/grants", { feature: "sso", value: true })
  ).is(201);
  assert.equal((await api.delete(`/v1/customers/revoked/grants/${id}`)).status, 204);
  await customer("wiped", { plan: "starter" });
  assert.equal((await api.delete("/v1/customers/wiped")).status, 204);
  await edge.restart();
  assert.equal((await browser.get("/v1/client/token")).status, 401);
  assert.equal(
    (await api.get("/v1/customers/revoked/entitlements")).is(200).entitlements.sso.value,
    false,
  );
  refused(await api.get("/v1/customers/wiped"), 404, "customer_unknown");
});

test("environments and their keys outlive a restart, and stay apart", async () => {
  const [one, other] = [await edge.environment(), await edge.environment()];
  await one.customer("only-here");
  await edge.restart();
  (await one.api.get("/v1/customers/only-here")).is(200);
  refused(await other.api.get("/v1/customers/only-here"), 404, "customer_unknown");
  const listed = (await edge.operator.get("/v1/environments?limit=100"))
    .is(200)
    .data.map(({ id }) => id);
  for (const { id } of [one, other]) assert.ok(listed.includes(id));
});
