import assert from "node:assert/strict";
import { test } from "node:test";
import { startedEdge } from "./edge.mjs";
import { refused } from "./problem.mjs";

const edge = await startedEdge();
const { api, customer, entitlement } = await edge.environment();
const grants = (id) => `/v1/customers/${id}/grants`;
const override = (id, feature) => `/v1/customers/${id}/overrides/${feature}`;
/** An instant so many days from the server's now. */
const daysFrom = (answer, days) =>
  new Date(Number(answer.headers.get("tollgate-time")) + days * 86_400_000).toISOString();

test("a grant adds to what a customer has, until it is taken back", async () => {
  await customer("granted", { plan: "starter" });
  const more = (
    await api.post(grants("granted"), {
      feature: "api-calls",
      limit: 500,
      merge: "add",
      reason: "pilot",
    })
  ).is(201);
  assert.match(more.id, /^grt_/);
  const on = (await api.post(grants("granted"), { feature: "sso", value: true })).is(201);
  assert.equal((await entitlement("granted", "api-calls")).limit, 1500);
  assert.equal((await entitlement("granted", "sso")).value, true);
  const listed = (await api.get(grants("granted"))).is(200);
  assert.deepEqual(
    listed.data.map(({ id }) => id),
    [more.id, on.id],
  );
  assert.equal((await api.delete(`${grants("granted")}/${more.id}`)).status, 204);
  assert.equal((await entitlement("granted", "api-calls")).limit, 1000);
  refused(await api.delete(`${grants("granted")}/${more.id}`), 404, "grant_unknown");
});

test("a grant holds within its window only, and validUntil says when that ends", async () => {
  await customer("windowed", { plan: "fifty" });
  const before = await api.get("/v1/customers/windowed/entitlements");
  const [begins, ends] = [daysFrom(before, 1), daysFrom(before, 2)];
  const granted = (
    await api.post(grants("windowed"), {
      feature: "sso",
      value: true,
      startsAt: begins,
      expiresAt: ends,
    })
  ).is(201);
  assert.equal(new Date(granted.expiresAt).getTime(), new Date(ends).getTime());
  const at = async (days) =>
    (await api.get(`/v1/customers/windowed/entitlements?at=${daysFrom(before, days)}`)).is(200);
  const [now, within, after] = [await at(0.5), await at(1.5), await at(2.5)];
  assert.equal(now.entitlements.sso.value, false);
  assert.equal(within.entitlements.sso.value, true);
  assert.equal(after.entitlements.sso.value, false);
  assert.equal(new Date(now.validUntil).getTime(), new Date(begins).getTime());
  assert.equal(new Date(within.validUntil).getTime(), new Date(ends).getTime());
});

test("a grant that makes no sense is refused with its faults", async () => {
  await customer("senseless");
  const cases = [
    [{ feature: "missing", value: true }, "/feature"],
    [{ feature: "sso", value: "yes" }, "/value"],
    [{ feature: "sso", value: true, expiresAt: "2020-01-01T00:00:00Z" }, "/expiresAt"],
    [{ feature: "sso", value: true, expiresAt: "next week" }, "/expiresAt"],
    [{ feature: "api-calls", limit: -1, merge: "add" }, "/limit"],
    [{ feature: "api-calls", limit: 5, merge: "multiply" }, "/merge"],
    [{ feature: "support-level", value: "gold" }, "/value"],
    [{ feature: "sso", value: true, colour: 1 }, "/colour"],
    [{ value: true }, ""],
  ];
  for (const [body, pointer] of cases) {
    const answer = await api.post(grants("senseless"), body);
    assert.ok([400, 422].includes(answer.status), answer.text);
    refused(answer, answer.status, answer.body.code, [pointer]);
  }
  assert.deepEqual((await api.get(grants("senseless"))).is(200).data, []);
});

test("an override replaces a limit, also with less, and stands beside the plan's value", async () => {
  await customer("overridden", { plan: "pro", price: "pro-monthly" });
  (await api.put(override("overridden", "api-calls"), { limit: "unlimited", reason: "deal" })).is(
    200,
  );
  const unlimited = await entitlement("overridden", "api-calls");
  assert.equal(unlimited.limit, "unlimited");
  assert.equal(unlimited.planValue, 10_000);
  assert.equal(unlimited.overrideValue, "unlimited");
  assert.equal(unlimited.remaining, null);
  (await api.put(override("overridden", "api-calls"), { limit: 0 })).is(200);
  assert.equal((await entitlement("overridden", "api-calls")).limit, 0);
  assert.equal((await api.delete(override("overridden", "api-calls"))).status, 204);
  const restored = await entitlement("overridden", "api-calls");
  assert.equal(restored.limit, 10_000);
  assert.equal(restored.overrideValue, null);
  refused(await api.delete(override("overridden", "api-calls")), 404, "override_unknown");
});

test("an override denies what a plan gives", async () => {
  await customer("denied", { plan: "enterprise", price: "enterprise-monthly" });
  (await api.put(override("denied", "sso"), { value: false })).is(200);
  (await api.put(override("denied", "support-level"), { value: "community" })).is(200);
  (await api.put(override("denied", "beta-dashboard"), { value: true })).is(200);
  const { entitlements } = (await api.get("/v1/customers/denied/entitlements")).is(200);
  assert.equal(entitlements.sso.value, false);
  assert.equal(entitlements.sso.planValue, true);
  assert.equal(entitlements["support-level"].value, "community");
  assert.equal(entitlements["beta-dashboard"].value, true);
  const decision = (await api.post("/v1/check", { customer: "denied", feature: "sso" })).is(200);
  assert.equal(decision.allowed, false);
  assert.equal(decision.reason, "switchedOff");
});

test("an override of the wrong kind or of no feature is refused", async () => {
  await customer("mistaken");
  refused(await api.put(override("mistaken", "missing"), { value: true }), 404, "feature_unknown");
  refused(await api.put(override("mistaken", "sso"), { limit: 5 }), 422, "override_invalid");
  refused(
    await api.put(override("mistaken", "api-calls"), { value: true }),
    422,
    "override_invalid",
  );
  refused(
    await api.put(override("mistaken", "api-calls"), { limit: -1 }),
    422,
    "override_invalid",
    ["/limit"],
  );
  refused(
    await api.put(override("mistaken", "support-level"), { value: "gold" }),
    422,
    "override_invalid",
    ["/value"],
  );
});
