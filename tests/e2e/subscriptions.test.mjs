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
  (await api.post(`${path("tryer")}/${bought.id}/cancel`, {})).is(200);
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

test("a change takes effect at once and keeps the usage", async () => {
  const { id } = await customer("changer", { plan: "starter" });
  (await api.post("/v1/usage", { customer: "changer", feature: "api-calls", value: 700 })).is(200);
  const changed = (
    await api.patch(`${path("changer")}/${id}`, { plan: "pro", price: "pro-monthly" })
  ).is(200);
  assert.equal(changed.plan, "pro");
  const calls = await entitlement("changer", "api-calls");
  assert.equal(calls.limit, 10_000);
  assert.equal(calls.used, 700);
  const seats = (await api.patch(`${path("changer")}/${id}`, { quantities: { seats: 9 } })).is(200);
  assert.deepEqual(seats.quantities, { seats: 9 });
  assert.equal(seats.price, "pro-monthly");
  const back = (await api.patch(`${path("changer")}/${id}`, { plan: "starter", when: "now" })).is(
    200,
  );
  assert.equal(back.plan, "starter");
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

test("a change at the period's end is not taken for one at once", async () => {
  const { id } = await customer("later", { plan: "pro", price: "pro-monthly" });
  const answer = await api.patch(`${path("later")}/${id}`, { plan: "starter", when: "periodEnd" });
  assert.equal(answer.status, 422);
  assert.equal((await api.get("/v1/customers/later")).is(200).subscriptions[0].plan, "pro");
});

test("a canceled subscription gives nothing from then on, and canceling again answers as before", async () => {
  const { id } = await customer("leaver", { plan: "enterprise", price: "enterprise-monthly" });
  assert.equal((await entitlement("leaver", "sso")).value, true);
  const canceled = (await api.post(`${path("leaver")}/${id}/cancel`, { when: "now" })).is(200);
  assert.equal(canceled.status, "canceled");
  assert.ok(canceled.endsAt);
  assert.equal((await entitlement("leaver", "sso")).value, false);
  assert.equal((await entitlement("leaver", "api-calls")).limit, 0);
  assert.equal((await api.post(`${path("leaver")}/${id}/cancel`)).is(200).endsAt, canceled.endsAt);
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
