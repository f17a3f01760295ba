import assert from "node:assert/strict";
import { test } from "node:test";
import { catalog } from "./catalog.mjs";
import { startedEdge } from "./edge.mjs";

const edge = await startedEdge();
const document = catalog();
document.plans.push({
  key: "ending",
  name: "Ending",
  group: "endings",
  // biome-ignore lint/suspicious/noThenProperty: the name of the field in the document
  trial: { days: 7, card: false, then: "end" },
  entitlements: { sso: true },
  prices: [
    { key: "ending-monthly", interval: "month", components: [{ model: "flat", amount: 100 }] },
  ],
});
const { api, customer, session } = await edge.environment({ catalog: document });
const DAY = 86_400_000;

/** The entitlements of a customer as they will be at an instant, in milliseconds. */
const at = async (id, instant) =>
  (await api.get(`/v1/customers/${id}/entitlements?at=${new Date(instant).toISOString()}`)).is(200);

test("a meter starts again at the turn of its period and not before", async () => {
  await customer("turning", { plan: "pro", price: "pro-monthly" });
  const event = { customer: "turning", feature: "api-calls", value: 12_000 };
  (await api.post("/v1/usage", event)).is(200);
  const now = (await api.get("/v1/customers/turning/entitlements")).is(200);
  const turn = Date.parse(now.entitlements["api-calls"].resetsAt);
  const before = (await at("turning", turn - 1)).entitlements["api-calls"];
  const after = (await at("turning", turn)).entitlements["api-calls"];
  assert.deepEqual([before.used, before.remaining], [12_000, 0]);
  assert.deepEqual([after.used, after.remaining], [0, 10_000]);
  assert.ok(Date.parse(after.resetsAt) > turn);
});

test("what a voucher brings holds to the instant that its redemption names", async () => {
  await customer("expiring", { plan: "starter" });
  const { expiresAt } = (
    await api.post("/v1/customers/expiring/vouchers", { code: "ACME-500" })
  ).is(201);
  const end = Date.parse(expiresAt);
  assert.equal((await at("expiring", end - 1)).entitlements["api-calls"].limit, 1500);
  assert.equal((await at("expiring", end)).entitlements["api-calls"].limit, 1000);
});

test("an override ends when it says, and what is below it comes back", async () => {
  await customer("lent", { plan: "starter" });
  const now = Number((await api.get("/v1/customers/lent")).headers.get("tollgate-time"));
  const body = { limit: 5, expiresAt: new Date(now + 3 * DAY).toISOString() };
  (await api.put("/v1/customers/lent/overrides/api-calls", body)).is(200);
  assert.equal((await at("lent", now + 2 * DAY)).entitlements["api-calls"].limit, 5);
  assert.equal((await at("lent", now + 3 * DAY)).entitlements["api-calls"].limit, 1000);
});

test("a trial becomes the paid plan, or ends, as the plan says", async () => {
  await customer("trying", { plan: "tried", price: "tried-monthly" });
  const { trialEnd } = (
    await api.post("/v1/customers/trying/subscriptions", {
      plan: "ending",
      price: "ending-monthly",
    })
  ).is(201);
  const end = Date.parse(trialEnd);
  assert.equal((await at("trying", end - 1)).entitlements.sso.value, true);
  assert.equal((await at("trying", end)).entitlements.sso.value, false);
  assert.equal((await at("trying", end + 8 * DAY)).entitlements.analytics.value, true);
});

test("nothing changes before validUntil, from one such instant to the next", async () => {
  await customer("walker", { plan: "pro", price: "pro-monthly" });
  (
    await api.post("/v1/customers/walker/subscriptions", {
      plan: "ending",
      price: "ending-monthly",
    })
  ).is(201);
  (await api.post("/v1/customers/walker/vouchers", { code: "BIGDEAL" })).is(201);
  (await api.post("/v1/usage", { customer: "walker", feature: "api-calls", value: 77 })).is(200);
  const read = await api.get("/v1/customers/walker/entitlements");
  let instant = Number(read.headers.get("tollgate-time")) + 1_000;
  for (const feature of ["analytics", "jobs"]) {
    const days = feature === "jobs" ? 3 : 40;
    const expiresAt = new Date(instant + days * DAY).toISOString();
    const more = feature === "jobs" ? { limit: 9, merge: "add" } : { value: true };
    (await api.post("/v1/customers/walker/grants", { feature, ...more, expiresAt })).is(201);
  }
  let steps = 0;
  let view = await at("walker", instant);
  while (view.validUntil !== null && steps < 12) {
    const until = Date.parse(view.validUntil);
    assert.ok(
      until > instant,
      `${view.validUntil} is not after ${new Date(instant).toISOString()}`,
    );
    const between = instant + Math.floor((until - instant) / 2);
    assert.deepEqual(await at("walker", between), view);
    assert.deepEqual(await at("walker", until - 1), view);
    instant = until;
    view = await at("walker", instant);
    steps += 1;
  }
  assert.ok(steps >= 4, `only ${steps} instants`);
});

test("a token never outlives what it says: what ends sooner says when", async () => {
  await customer("soon");
  const now = Number((await api.get("/v1/customers/soon")).headers.get("tollgate-time"));
  const expiresAt = new Date(now + 120_000).toISOString();
  (await api.post("/v1/customers/soon/grants", { feature: "sso", value: true, expiresAt })).is(201);
  const browser = await session("soon");
  const { token } = (await browser.get("/v1/client/token")).is(200);
  const { ent } = JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString());
  assert.ok(ent.sso, "the token says nothing of the grant");
  assert.equal(ent.sso.x, now + 120_000);
});
