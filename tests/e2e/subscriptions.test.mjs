import assert from "node:assert/strict";
import { test } from "node:test";
import { startedEdge } from "./edge.mjs";
import { refused } from "./problem.mjs";

const edge = await startedEdge();
const { api, customer, entitlement } = await edge.environment();
const path = (id) => `/v1/customers/${id}/subscriptions`;

test("a purchase is active at once and shows what was bought", async () => {
  const selection = {
    plan: "pro",
    price: "pro-monthly",
    quantities: { seats: 5 },
    addons: { "extra-calls": 2 },
  };
  const bought = await customer("buyer", selection);
  assert.match(bought.id, /^sub_[0-9a-z]+$/);
  assert.equal(bought.plan, "pro");
  assert.equal(bought.price, "pro-monthly");
  assert.equal(bought.planVersion, 1);
  assert.equal(bought.status, "active");
  assert.deepEqual(bought.quantities, { seats: 5 });
  assert.deepEqual(bought.addons, { "extra-calls": 2 });
  const [start, end] = [new Date(bought.currentPeriod.start), new Date(bought.currentPeriod.end)];
  const days = (end - start) / 86_400_000;
  assert.ok(days >= 28 && days <= 31, `${days} days`);
  const calls = await entitlement("buyer", "api-calls");
  assert.equal(calls.limit, 20_000);
  assert.equal(calls.planValue, 10_000);
  assert.equal(calls.resetsAt, bought.currentPeriod.end);
  const read = (await api.get("/v1/customers/buyer")).is(200);
  assert.deepEqual(
    read.subscriptions.map(({ id }) => id),
    [bought.id],
  );
});

test("a plan with a trial begins with it, once per customer", async () => {
  const bought = await customer("tryer", { plan: "tried", price: "tried-monthly" });
  assert.equal(bought.status, "trialing");
  assert.equal(new Date(bought.trialEnd) - new Date(bought.createdAt), 14 * 86_400_000);
  assert.equal((await entitlement("tryer", "analytics")).value, true);
  assert.equal(bought.currentPeriod.end, bought.trialEnd);
  (await api.post(`${path("tryer")}/${bought.id}/cancel`, { when: "now" })).is(200);
  const again = (await api.post(path("tryer"), { plan: "tried", price: "tried-monthly" })).is(201);
  assert.equal(again.status, "active");
});

test("what cannot be bought is refused with every reason, and nothing is bought", async () => {
  await customer("refused");
  const wrong = {
    plan: "pro",
    price: "pro-weekly",
    quantities: { chairs: 2 },
    addons: { "extra-calls": 21, gift: 1 },
  };
  const body = refused(await api.post(path("refused"), wrong), 422, "invalid_selection", [
    "/price",
    "/quantities/chairs",
    "/addons/extra-calls",
    "/addons/gift",
  ]);
  assert.ok(body.errors.length >= 4);
  for (const plan of ["old", "drafted", "missing"]) {
    refused(await api.post(path("refused"), { plan }), 422, "invalid_selection", ["/plan"]);
  }
  refused(await api.post(path("refused"), { plan: "pro" }), 422, "invalid_selection", ["/price"]);
  refused(
    await api.post(path("refused"), { plan: "pro", price: "pro-monthly", currency: "kwd" }),
    422,
    "invalid_selection",
    ["/currency"],
  );
  refused(
    await api.post(path("refused"), { plan: 1, quantities: { seats: -1 }, what: 0 }),
    400,
    "invalid_body",
    ["/plan", "/quantities/seats", "/what"],
  );
  assert.deepEqual((await api.get("/v1/customers/refused")).is(200).subscriptions, []);
});

test("a customer holds one live subscription per group, also when two are bought at once", async () => {
  await customer("single");
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => api.post(path("single"), { plan: "starter" })),
  );
  const bought = answers.filter(({ status }) => status === 201);
  assert.equal(bought.length, 1);
  for (const answer of answers) {
    if (answer.status !== 201)
      assert.match(
        refused(answer, 409, "already_subscribed").detail,
        new RegExp(bought[0].body.id),
      );
  }
  const beside = (await api.post(path("single"), { plan: "fifty" })).is(201);
  assert.equal(beside.status, "active");
  assert.equal((await entitlement("single", "jobs")).limit, 50);
});

test("a trial is not had again by deleting the customer and making it anew", async () => {
  const selection = { plan: "tried", price: "tried-monthly" };
  assert.equal((await customer("returner", selection)).status, "trialing");
  assert.equal((await api.delete("/v1/customers/returner")).status, 204);
  const again = await customer("returner", selection);
  assert.deepEqual([again.status, again.trialEnd], ["active", null]);
});

test("an upgrade takes effect at once and keeps the usage, a downgrade when the period ends", async () => {
  const { id } = await customer("changer", { plan: "starter" });
  (await api.post("/v1/usage", { customer: "changer", feature: "api-calls", value: 700 })).is(200);
  const changed = (
    await api.patch(`${path("changer")}/${id}`, { plan: "pro", price: "pro-monthly" })
  ).is(200);
  assert.deepEqual([changed.scenario, changed.warnings], ["upgrade", []]);
  assert.equal(changed.subscription.plan, "pro");
  assert.equal(changed.subscription.currentPeriod.start, changed.effectiveAt);
  const calls = await entitlement("changer", "api-calls");
  assert.equal(calls.limit, 10_000);
  assert.equal(calls.used, 700);
  const seats = (await api.patch(`${path("changer")}/${id}`, { quantities: { seats: 9 } })).is(200);
  assert.deepEqual(seats.subscription.quantities, { seats: 9 });
  assert.equal(seats.subscription.price, "pro-monthly");
  const smaller = { plan: "starter", when: "periodEnd" };
  const down = (await api.patch(`${path("changer")}/${id}`, smaller)).is(200);
  const { end } = down.subscription.currentPeriod;
  assert.deepEqual(
    [down.scenario, down.effectiveAt, down.subscription.plan],
    ["downgrade", end, "pro"],
  );
  const { plan, at, reason, catalogVersion } = down.subscription.pendingChange;
  assert.deepEqual([plan, at, reason, catalogVersion], ["starter", end, "downgrade", 1]);
  const again = (await api.patch(`${path("changer")}/${id}`, smaller)).is(200);
  assert.deepEqual(again.subscription, down.subscription);
  const ahead = await api.get(`/v1/customers/changer/entitlements?at=${encodeURIComponent(end)}`);
  assert.equal(ahead.is(200).entitlements["api-calls"].limit, 1000);
  const kept = (await api.delete(`${path("changer")}/${id}/pending-change`)).is(200);
  assert.equal(kept.subscription.pendingChange, null);
  refused(await api.delete(`${path("changer")}/${id}/pending-change`), 404, "no_pending_change");
  const back = (await api.patch(`${path("changer")}/${id}`, { plan: "starter", when: "now" })).is(
    200,
  );
  assert.equal(back.subscription.plan, "starter");
  assert.equal((await entitlement("changer", "api-calls")).limit, 1000);
});

test("a change that is impossible or malformed changes nothing", async () => {
  const { id } = await customer("stayer", { plan: "pro", price: "pro-monthly" });
  const before = (await api.get("/v1/customers/stayer")).is(200);
  refused(await api.patch(`${path("stayer")}/${id}`, { plan: "old" }), 422, "invalid_selection", [
    "/plan",
  ]);
  refused(
    await api.patch(`${path("stayer")}/${id}`, { addons: { "extra-calls": 99 } }),
    422,
    "invalid_selection",
  );
  refused(
    await api.patch(`${path("stayer")}/${id}`, { plan: [], when: "tomorrow" }),
    400,
    "invalid_body",
    ["/plan", "/when"],
  );
  assert.equal((await api.patch(`${path("stayer")}/sub_missing`, { plan: "pro" })).status, 404);
  assert.deepEqual((await api.get("/v1/customers/stayer")).is(200), before);
});

test("a cancellation waits for the period's end and can be taken back until then", async () => {
  const { id, currentPeriod } = await customer("later", { plan: "pro", price: "pro-monthly" });
  const one = `${path("later")}/${id}`;
  refused(await api.post(`${one}/resume`), 409, "nothing_to_resume");
  const ending = (await api.post(`${one}/cancel`)).is(200);
  assert.deepEqual(
    [ending.subscription.status, ending.subscription.cancelAt, ending.subscription.cancelReason],
    ["active", currentPeriod.end, "requested"],
  );
  assert.equal(ending.effectiveAt, currentPeriod.end);
  assert.deepEqual((await api.post(`${one}/cancel`)).is(200), ending);
  assert.equal((await entitlement("later", "api-calls")).limit, 10_000);
  const kept = (await api.post(`${one}/resume`)).is(200).subscription;
  assert.deepEqual([kept.cancelAt, kept.cancelReason], [null, null]);
  assert.deepEqual((await api.get(one)).is(200), kept);
});

test("a pause stops access at once, and a new period begins when it ends", async () => {
  const { id } = await customer("pauser", { plan: "pro", price: "pro-monthly" });
  const one = `${path("pauser")}/${id}`;
  refused(
    await api.post(`${one}/pause`, { resumesAt: "2020-01-01T00:00:00Z" }),
    422,
    "already_past",
    ["/resumesAt"],
  );
  const paused = (await api.post(`${one}/pause`, { resumesAt: "2999-01-01T00:00:00Z" })).is(200);
  assert.equal(paused.subscription.status, "paused");
  assert.equal((await entitlement("pauser", "api-calls")).limit, 0);
  refused(await api.post(`${one}/pause`, {}), 409, "not_pausable");
  refused(await api.patch(one, { plan: "starter" }), 409, "subscription_stopped");
  const resumed = (await api.post(`${one}/resume`)).is(200).subscription;
  assert.deepEqual([resumed.status, resumed.pausedAt, resumed.resumesAt], ["active", null, null]);
  assert.equal(resumed.currentPeriod.start, resumed.anchor);
  assert.equal((await entitlement("pauser", "api-calls")).limit, 10_000);
});

test("a trial ends at another instant, or now", async () => {
  const { id } = await customer("extender", { plan: "tried", price: "tried-monthly" });
  const one = `${path("extender")}/${id}`;
  const later = (await api.post(`${one}/trial`, { end: "2999-01-01T00:00:00Z" })).is(200);
  assert.equal(later.subscription.trialEnd, "2999-01-01T00:00:00Z");
  assert.equal(later.subscription.currentPeriod.end, "2999-01-01T00:00:00Z");
  refused(await api.post(`${one}/trial`, { end: "2020-01-01T00:00:00Z" }), 422, "already_past", [
    "/end",
  ]);
  refused(await api.post(`${one}/trial`, { end: "soon" }), 400, "invalid_body", ["/end"]);
  refused(await api.post(`${one}/trial`, {}), 400, "invalid_body", [""]);
  const now = (await api.post(`${one}/trial`, { end: "now" })).is(200).subscription;
  assert.notEqual(now.status, "trialing");
  assert.equal((await api.post(`${one}/trial`, { end: "now" })).status, 409);
});

test("a payment that fails is told with its grace, and one that is paid brings access back", async () => {
  const { id } = await customer("payer", { plan: "pro", price: "pro-monthly" });
  const facts = "/v1/customers/payer/billing/facts";
  const tell = (fact, invoice, more) =>
    api.post(facts, { fact, subscription: id, id: invoice, ...more });
  const due = (await tell("payment_failed", "in_1")).is(200);
  assert.equal(due.status, "past_due");
  assert.equal((await entitlement("payer", "api-calls")).limit, 10_000);
  assert.equal((await tell("paid", "in_1")).is(200).status, "active");
  assert.equal((await tell("payment_failed", "in_1")).is(200).status, "active");
  const long = { at: new Date(Date.now() - 40 * 86_400_000).toISOString() };
  (await tell("payment_failed", "in_2", long)).is(200);
  assert.equal((await api.get(`${path("payer")}/${id}`)).is(200).status, "suspended");
  assert.equal((await entitlement("payer", "api-calls")).limit, 0);
  assert.equal((await api.get("/v1/customers/payer/entitlements")).is(200).suspended, true);
  assert.equal((await tell("paid", "in_2")).is(200).status, "active");
  assert.equal((await entitlement("payer", "api-calls")).limit, 10_000);
  const ended = (await tell("dispute_lost", "in_2")).is(200);
  assert.deepEqual([ended.status, ended.cancelReason], ["canceled", "disputed"]);
  refused(await tell("stolen", "in_3"), 400, "invalid_body", ["/fact"]);
  refused(await tell("paid", ""), 400, "invalid_body", ["/id"]);
  refused(await tell("paid", "in_3", { at: "2999-01-01T00:00:00Z" }), 422, "in_the_future", [
    "/at",
  ]);
  const nobody = { fact: "paid", subscription: "sub_nobody", id: "in_1" };
  refused(await api.post(facts, nobody), 404, "unknown_subscription");
});

test("what an environment says of payments holds for plans that say nothing", async () => {
  const own = await edge.environment();
  const { id } = await own.customer("strict", { plan: "pro", price: "pro-monthly" });
  const payments = JSON.parse('{"grace":{"days":0,"then":"end"},"dispute":"suspend"}');
  const settings = await edge.operator.patch(`/v1/environments/${own.id}`, { payments });
  assert.deepEqual(settings.is(200).payments, { ...payments, refund: "cancel" });
  const tell = (fact, invoice) =>
    own.api.post("/v1/customers/strict/billing/facts", { fact, subscription: id, id: invoice });
  assert.equal((await tell("disputed", "in_1")).is(200).suspendReason, "disputed");
  assert.equal((await tell("paid", "in_1")).is(200).status, "suspended");
  assert.equal((await tell("dispute_won", "in_1")).is(200).status, "active");
  (await tell("payment_failed", "in_2")).is(200);
  const read = (await own.api.get(`${path("strict")}/${id}`)).is(200);
  assert.deepEqual([read.status, read.cancelReason], ["canceled", "unpaid"]);
  const bad = JSON.parse(
    '{"payments":{"grace":{"days":400,"then":{"plan":"starter"}},"refund":"maybe"}}',
  );
  refused(await edge.operator.patch(`/v1/environments/${own.id}`, bad), 400, "invalid_body", [
    "/payments/grace/days",
    "/payments/refund",
  ]);
});

test("seats that are bought are seats that are had", async () => {
  const { id } = await customer("seated", {
    plan: "pro",
    price: "pro-monthly",
    quantities: { seats: 5 },
  });
  const one = `${path("seated")}/${id}`;
  const seats = await entitlement("seated", "seats");
  assert.equal(seats.limit, 5);
  const use = { customer: "seated", feature: "seats", value: 5, behaviour: "set" };
  (await api.post("/v1/usage", use)).is(200);
  refused(await api.patch(one, { quantities: { seats: 4 } }), 409, "usage_above_limit", [
    "/quantities/seats",
  ]);
  const over = { quantities: { seats: 4 }, allowOverLimit: true };
  const fewer = (await api.patch(one, over)).is(200);
  assert.deepEqual(
    fewer.warnings.map(({ code }) => code),
    ["usage_above_limit"],
  );
  const decision = (await api.post("/v1/check", { customer: "seated", feature: "seats" })).is(200);
  assert.deepEqual([decision.allowed, decision.limit, decision.used], [false, 4, 5]);
});

test("subscriptions are listed, ended ones included", async () => {
  await customer("lister", { plan: "starter" });
  const [{ id }] = (await api.get(path("lister"))).is(200).data;
  (await api.post(`${path("lister")}/${id}/cancel`, { when: "now" })).is(200);
  (await api.post(path("lister"), { plan: "fifty" })).is(201);
  const page = (await api.get(`${path("lister")}?limit=1`)).is(200);
  assert.deepEqual([page.data[0].id, page.data[0].status], [id, "canceled"]);
  const rest = (await api.get(`${path("lister")}?cursor=${page.nextCursor}`)).is(200);
  assert.deepEqual([rest.data.length, rest.data[0].plan, rest.nextCursor], [1, "fifty", null]);
  assert.equal((await api.get(`${path("lister")}/sub_missing`)).status, 404);
});

test("a canceled subscription gives nothing from then on, and canceling again answers as before", async () => {
  const { id } = await customer("leaver", { plan: "enterprise", price: "enterprise-monthly" });
  assert.equal((await entitlement("leaver", "sso")).value, true);
  const canceled = (await api.post(`${path("leaver")}/${id}/cancel`, { when: "now" })).is(200);
  assert.equal(canceled.subscription.status, "canceled");
  assert.equal(canceled.subscription.canceledAt, canceled.effectiveAt);
  assert.equal((await entitlement("leaver", "sso")).value, false);
  assert.equal((await entitlement("leaver", "api-calls")).limit, 0);
  const again = (await api.post(`${path("leaver")}/${id}/cancel`)).is(200);
  assert.deepEqual(again.subscription, canceled.subscription);
  const changed = await api.patch(`${path("leaver")}/${id}`, { plan: "starter" });
  assert.ok([409, 422].includes(changed.status), changed.text);
  (await api.post(path("leaver"), { plan: "starter" })).is(201);
});

test("add-ons are attached with a quantity, multiplied, and taken off", async () => {
  const { id } = await customer("adder", { plan: "pro", price: "pro-monthly" });
  const addon = `${path("adder")}/${id}/addons/extra-calls`;
  assert.deepEqual((await api.put(addon, { quantity: 3 })).is(200).addons, { "extra-calls": 3 });
  assert.equal((await entitlement("adder", "api-calls")).limit, 25_000);
  assert.deepEqual((await api.put(addon, { quantity: 1 })).is(200).addons, { "extra-calls": 1 });
  assert.equal((await entitlement("adder", "api-calls")).limit, 15_000);
  assert.deepEqual((await api.delete(addon)).is(200).addons, {});
  assert.equal((await entitlement("adder", "api-calls")).limit, 10_000);
});

test("an add-on that is unknown, too many or not for the plan is refused", async () => {
  const { id } = await customer("greedy", { plan: "pro", price: "pro-monthly" });
  const addons = `${path("greedy")}/${id}/addons`;
  assert.equal((await api.put(`${addons}/extra-calls`, { quantity: 21 })).status, 422);
  refused(await api.put(`${addons}/extra-calls`, { quantity: -1 }), 400, "invalid_body", [
    "/quantity",
  ]);
  refused(await api.put(`${addons}/extra-calls`, { quantity: 1.5 }), 400, "invalid_body", [
    "/quantity",
  ]);
  assert.ok([404, 422].includes((await api.put(`${addons}/gift`, { quantity: 1 })).status));
  assert.equal((await api.delete(`${addons}/extra-calls`)).status, 404);
  const starter = await customer("frugal", { plan: "starter" });
  assert.equal(
    (await api.put(`${path("frugal")}/${starter.id}/addons/extra-calls`, {})).status,
    422,
  );
  assert.equal((await entitlement("greedy", "api-calls")).limit, 10_000);
});
