import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { startedEdge } from "./edge.mjs";
import { refused } from "./problem.mjs";

const edge = await startedEdge();
const { api, page, customer, session, entitlement } = await edge.environment();
/** A key that was never sent. */
const key = () => ({ "idempotency-key": randomUUID() });

/** Asserts that the second answer is the first, byte for byte. */
function same(first, second) {
  assert.equal(second.status, first.status);
  assert.equal(second.text, first.text);
  assert.equal(second.headers.get("content-type"), first.headers.get("content-type"));
}

const posts = {
  grant: ["/v1/customers/poster/grants", { feature: "sso", value: true }],
  subscription: ["/v1/customers/poster/subscriptions", { plan: "starter" }],
  redemption: ["/v1/customers/poster/vouchers", { code: "ACME-500" }],
  usage: ["/v1/usage", { customer: "poster", feature: "api-calls", value: 3 }],
  batch: [
    "/v1/usage",
    {
      events: [
        { customer: "poster", feature: "api-calls", value: 5 },
        { customer: "second", feature: "api-calls" },
      ],
    },
  ],
  check: ["/v1/check", { customer: "poster", feature: "api-calls", requested: 2, consume: true }],
  token: ["/v1/tokens", { customer: "poster" }],
  session: ["/v1/sessions", { customer: "poster" }],
  voucher: [
    "/v1/vouchers",
    { key: "made", codes: ["MADE"], effects: { discount: { percent: 5, duration: "once" } } },
  ],
  codes: ["/v1/vouchers/made/codes", { count: 3 }],
  reset: ["/v1/customers/second/usage/api-calls/reset", {}],
  query: ["/v1/entitlements/query", { customers: ["poster"] }],
};

test("every POST with the same key and body answers the same, byte for byte, and is done once", async () => {
  await customer("poster");
  await customer("second", { plan: "starter" });
  for (const [what, [path, body]] of Object.entries(posts)) {
    const once = key();
    const first = await api.post(path, body, once);
    assert.ok(first.status < 300, `${what}: ${first.text}`);
    for (let again = 0; again < 2; again += 1) same(first, await api.post(path, body, once));
  }
  assert.equal((await entitlement("poster", "api-calls")).used, 3 + 5 + 2);
  assert.equal((await entitlement("poster", "api-calls")).limit, 1500);
  assert.equal((await api.get("/v1/customers/poster/grants")).is(200).data.length, 1);
});

test("making an environment and everything a page posts is done once as well", async () => {
  const once = key();
  const first = await edge.operator.post(
    "/v1/environments",
    { name: "Once", kind: "sandbox" },
    once,
  );
  first.is(201);
  same(
    first,
    await edge.operator.post("/v1/environments", { name: "Once", kind: "sandbox" }, once),
  );
  const { data } = (await edge.operator.get("/v1/environments?limit=100")).is(200);
  assert.equal(data.filter(({ name }) => name === "Once").length, 1);
  await customer("buyer");
  const browser = await session("buyer");
  for (const [path, body] of [
    ["/v1/client/checkout", { plan: "pro", price: "pro-monthly", voucher: "WELCOME20" }],
    ["/v1/client/vouchers/redeem", { code: "BETA6" }],
  ]) {
    const again = key();
    const answer = await browser.post(path, body, again);
    assert.ok(answer.status < 300, answer.text);
    same(answer, await browser.post(path, body, again));
  }
  (await page.post("/v1/client/quotes", { plan: "starter" }, key())).is(200);
});

test("the same key with another body, or for something else, is 409 and does nothing", async () => {
  await customer("other", { plan: "starter" });
  const once = key();
  (await api.post("/v1/usage", { customer: "other", feature: "api-calls", value: 1 }, once)).is(
    200,
  );
  refused(
    await api.post("/v1/usage", { customer: "other", feature: "api-calls", value: 2 }, once),
    409,
    "idempotency_conflict",
  );
  refused(
    await api.post("/v1/customers/other/grants", { feature: "sso", value: true }, once),
    409,
    "idempotency_conflict",
  );
  assert.equal((await entitlement("other", "api-calls")).used, 1);
  assert.equal((await entitlement("other", "sso")).value, false);
});

test("a refusal is repeated too, also when it would succeed by now", async () => {
  await customer("refused", { plan: "starter" });
  const once = key();
  const body = { code: "BIGDEAL" };
  const first = await api.post("/v1/customers/refused/vouchers", body, once);
  refused(first, 422, "voucher_not_redeemable");
  const { id } = (await api.get("/v1/customers/refused")).is(200).subscriptions[0];
  (
    await api.patch(`/v1/customers/refused/subscriptions/${id}`, {
      plan: "pro",
      price: "pro-monthly",
    })
  ).is(200);
  same(first, await api.post("/v1/customers/refused/vouchers", body, once));
  (await api.post("/v1/customers/refused/vouchers", body, key())).is(201);
});

test("duplicates that arrive at once are done once and all answer alike", async () => {
  await customer("twins", { plan: "pro", price: "pro-monthly" });
  const redemptions = async () => (await api.get("/v1/vouchers/big-deal")).is(200).redemptions;
  const before = await redemptions();
  for (const [path, body] of [
    ["/v1/customers/twins/vouchers", { code: "BIGDEAL" }],
    ["/v1/usage", { customer: "twins", feature: "api-calls", value: 11 }],
    ["/v1/customers/twins/grants", { feature: "jobs", limit: 7, merge: "add" }],
    ["/v1/check", { customer: "twins", feature: "api-calls", consume: true }],
  ]) {
    const once = key();
    const answers = await Promise.all(Array.from({ length: 12 }, () => api.post(path, body, once)));
    assert.ok(answers[0].status < 300, answers[0].text);
    for (const answer of answers) same(answers[0], answer);
  }
  assert.equal((await entitlement("twins", "api-calls")).used, 12);
  assert.equal((await entitlement("twins", "jobs")).limit, 7);
  assert.equal((await redemptions()) - before, 1);
});

test("answers are remembered across a restart", async () => {
  await customer("survivor", { plan: "starter" });
  const kept = [];
  for (const [path, body] of [
    ["/v1/customers/survivor/vouchers", { code: "ACME-500" }],
    ["/v1/usage", { customer: "survivor", feature: "api-calls", value: 9 }],
    ["/v1/tokens", { customer: "survivor" }],
    ["/v1/customers/survivor/grants", { feature: "analytics", value: true }],
  ]) {
    const once = key();
    kept.push([path, body, once, await api.post(path, body, once)]);
  }
  const making = key();
  const made = await edge.operator.post("/v1/environments", { name: "Kept", kind: "live" }, making);
  await edge.restart();
  for (const [path, body, once, first] of kept) same(first, await api.post(path, body, once));
  same(made, await edge.operator.post("/v1/environments", { name: "Kept", kind: "live" }, making));
  assert.equal((await entitlement("survivor", "api-calls")).used, 9);
});

test("keys of one customer are no keys of another, and a key has a form", async () => {
  await customer("left", { plan: "starter" });
  await customer("right", { plan: "starter" });
  const once = key();
  for (const id of ["left", "right"])
    (await api.post(`/v1/customers/${id}/grants`, { feature: "sso", value: true }, once)).is(201);
  refused(
    await api.post("/v1/tokens", { customer: "left" }, { "idempotency-key": "x".repeat(256) }),
    400,
    "invalid_header",
  );
  refused(
    await api.post("/v1/tokens", { customer: "left" }, { "idempotency-key": "" }),
    400,
    "invalid_header",
  );
});
