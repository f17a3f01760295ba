import assert from "node:assert/strict";
import { test } from "node:test";
import { startedEdge } from "./edge.mjs";
import { refused } from "./problem.mjs";

const edge = await startedEdge();
const { api, customer, entitlement } = await edge.environment();
const check = async (body) => (await api.post("/v1/check", body)).is(200);

test("a decision says whether, why, and all that it rests on", async () => {
  await customer("asker", { plan: "pro", price: "pro-monthly" });
  const meter = await check({ customer: "asker", feature: "api-calls", requested: 5 });
  assert.deepEqual(
    { ...meter, resetsAt: null, expiresAt: null },
    {
      allowed: true,
      reason: "withinLimit",
      feature: "api-calls",
      kind: "meter",
      value: null,
      limit: 10_000,
      used: 0,
      remaining: 10_000,
      requested: 5,
      enforcement: "soft",
      resetsAt: null,
      expiresAt: null,
      source: "plan",
      stale: false,
    },
  );
  assert.ok(meter.resetsAt);
  const reasons = {
    analytics: [true, "granted"],
    sso: [false, "notEntitled"],
    "support-level": [true, "granted"],
    "beta-dashboard": [false, "switchedOff"],
    missing: [false, "unknownFeature"],
    constructor: [false, "unknownFeature"],
    jobs: [false, "notEntitled"],
  };
  for (const [feature, [allowed, reason]] of Object.entries(reasons)) {
    const decision = await check({ customer: "asker", feature });
    assert.deepEqual([feature, decision.allowed, decision.reason], [feature, allowed, reason]);
  }
});

test("asking takes nothing; asking with consume takes it in the same step", async () => {
  await customer("consumer", { plan: "fifty" });
  const ask = (more) => check({ customer: "consumer", feature: "jobs", ...more });
  assert.equal((await ask({ requested: 50 })).allowed, true);
  assert.equal((await entitlement("consumer", "jobs")).used, 0);
  const taken = await ask({ requested: 30, consume: true });
  assert.equal(taken.allowed, true);
  assert.equal(taken.used, 30);
  const refusedOne = await ask({ requested: 21, consume: true });
  assert.equal(refusedOne.allowed, false);
  assert.equal(refusedOne.reason, "limitReached");
  assert.equal((await entitlement("consumer", "jobs")).used, 30);
  assert.equal((await ask({ requested: 20, consume: true })).remaining, 0);
  assert.equal((await ask({})).allowed, false);
});

test("a feature and a flag are asked for as one, and nothing is taken when the flag is off", async () => {
  await customer("flagged", { plan: "fifty" });
  const ask = { customer: "flagged", feature: "jobs", flag: "beta-dashboard", consume: true };
  const off = await check(ask);
  assert.equal(off.allowed, false);
  assert.equal(off.reason, "switchedOff");
  assert.equal((await entitlement("flagged", "jobs")).used, 0);
  (await api.post("/v1/customers/flagged/vouchers", { code: "BETA6" })).is(201);
  const on = await check(ask);
  assert.equal(on.allowed, true);
  assert.equal((await entitlement("flagged", "jobs")).used, 1);
  const unknown = await check({ ...ask, flag: "missing" });
  assert.equal(unknown.allowed, false);
  assert.equal(unknown.reason, "unknownFeature");
});

test("an unlimited meter allows anything and still counts", async () => {
  await customer("boundless", { plan: "enterprise", price: "enterprise-monthly" });
  const decision = await check({
    customer: "boundless",
    feature: "api-calls",
    requested: 10 ** 9,
    consume: true,
  });
  assert.equal(decision.allowed, true);
  assert.equal(decision.reason, "unlimited");
  assert.equal(decision.limit, "unlimited");
  assert.equal((await entitlement("boundless", "api-calls")).used, 10 ** 9);
});

test("what a check must be told is told", async () => {
  refused(
    await api.post("/v1/check", { feature: 7, requested: -1, consume: "yes", also: 1 }),
    400,
    "invalid_body",
    ["/feature", "/requested", "/consume", "/also"],
  );
});
