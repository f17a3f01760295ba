import assert from "node:assert/strict";
import { test } from "node:test";
import { startedEdge } from "./edge.mjs";
import { refused } from "./problem.mjs";

const edge = await startedEdge();
const { api, customer, entitlement } = await edge.environment();
const record = async (event) => (await api.post("/v1/usage", event)).is(200).results[0];

test("usage is added, corrected but never below zero, and set", async () => {
  await customer("counter", { plan: "fifty" });
  const event = (more) => record({ customer: "counter", feature: "jobs", ...more });
  const first = await event({ value: 10, behaviour: "delta", key: "one" });
  assert.equal(first.status, "accepted");
  assert.equal(first.key, "one");
  assert.equal(first.decision.allowed, true);
  assert.equal(first.decision.reason, "withinLimit");
  assert.equal(first.decision.used, 10);
  assert.equal(first.decision.remaining, 40);
  assert.equal((await event({ value: -4 })).decision.used, 6);
  assert.equal((await event({ value: -100 })).decision.used, 0);
  assert.equal((await event({ value: 33, behaviour: "set" })).decision.used, 33);
  assert.equal((await event({})).decision.used, 34);
});

test("the same event again changes nothing and answers as before", async () => {
  await customer("repeater", { plan: "fifty" });
  const event = { customer: "repeater", feature: "jobs", value: 7, key: "same" };
  const first = await record(event);
  const again = await record(event);
  assert.equal(first.status, "accepted");
  assert.equal(again.status, "duplicate");
  assert.deepEqual(again.decision, first.decision);
  assert.equal((await entitlement("repeater", "jobs")).used, 7);
});

test("a hard limit refuses what goes past it, and nothing of it is counted", async () => {
  await customer("limited", { plan: "fifty" });
  (await api.post("/v1/usage", { customer: "limited", feature: "jobs", value: 48 })).is(200);
  const over = await record({ customer: "limited", feature: "jobs", value: 3, key: "over" });
  assert.equal(over.status, "refused");
  assert.equal(over.decision.allowed, false);
  assert.equal(over.decision.reason, "limitReached");
  assert.equal((await entitlement("limited", "jobs")).used, 48);
  assert.equal(
    (await record({ customer: "limited", feature: "jobs", value: 2 })).decision.remaining,
    0,
  );
  assert.equal(
    (await record({ customer: "limited", feature: "jobs", value: 51, behaviour: "set" })).status,
    "refused",
  );
  assert.equal((await entitlement("limited", "jobs")).used, 50);
});

test("a soft limit lets usage over, as far as its cap", async () => {
  await customer("soft", { plan: "pro", price: "pro-monthly" });
  const over = await record({ customer: "soft", feature: "api-calls", value: 15_000 });
  assert.equal(over.status, "accepted");
  assert.equal(over.decision.reason, "overSoftLimit");
  assert.equal(over.decision.remaining, 0);
  const beyond = await record({ customer: "soft", feature: "api-calls", value: 5001 });
  assert.equal(beyond.status, "refused");
  assert.equal(
    (await record({ customer: "soft", feature: "api-calls", value: 5000 })).decision.used,
    20_000,
  );
});

test("a batch answers for each event by itself, in order", async () => {
  await customer("batch-a", { plan: "fifty" });
  await customer("batch-b", { plan: "fifty" });
  const event = (customer, value, key, feature = "jobs") => ({ customer, feature, value, key });
  const events = [
    event("batch-a", 40, "a1"),
    event("batch-b", 5, "b1"),
    event("batch-a", 40, "a2"),
    event("nobody", 1, "n1"),
    event("batch-a", 40, "a1"),
    event("batch-a", 1, "u1", "no-such"),
    event("batch-a", 10, "a3"),
  ];
  const { results } = (await api.post("/v1/usage", { events })).is(200);
  assert.deepEqual(
    results.map(({ key }) => key),
    events.map(({ key }) => key),
  );
  assert.deepEqual(
    results.map(({ status }) => status),
    ["accepted", "accepted", "refused", "refused", "duplicate", "refused", "accepted"],
  );
  assert.equal((await entitlement("batch-a", "jobs")).used, 50);
  assert.equal((await entitlement("batch-b", "jobs")).used, 5);
  const again = (await api.post("/v1/usage", { events })).is(200).results;
  assert.deepEqual(
    again.slice(0, 2).map(({ status }) => status),
    ["duplicate", "duplicate"],
  );
  assert.equal((await entitlement("batch-a", "jobs")).used, 50);
});

test("a batch of a thousand events is taken, one more is not", async () => {
  await customer("thousand", { plan: "pro", price: "pro-monthly" });
  const events = Array.from({ length: 1001 }, (_, index) => ({
    customer: "thousand",
    feature: "api-calls",
    value: 1,
    key: `k${index}`,
  }));
  refused(await api.post("/v1/usage", { events }), 400, "invalid_body", ["/events"]);
  assert.equal((await entitlement("thousand", "api-calls")).used, 0);
  const { results } = (await api.post("/v1/usage", { events: events.slice(0, 1000) })).is(200);
  assert.equal(results.filter(({ status }) => status === "accepted").length, 1000);
  assert.equal((await entitlement("thousand", "api-calls")).used, 1000);
});

test("one fault in a batch is named by its place, and nothing of the batch is counted", async () => {
  await customer("faulty", { plan: "fifty" });
  const good = { customer: "faulty", feature: "jobs", value: 1 };
  const events = [
    good,
    { ...good, value: 1.5 },
    { ...good, behaviour: "replace" },
    { feature: "jobs" },
    { ...good, at: "noon" },
  ];
  refused(await api.post("/v1/usage", { events }), 400, "invalid_body", [
    "/events/1/value",
    "/events/2/behaviour",
    "/events/4/at",
  ]);
  refused(await api.post("/v1/usage", { events: [] }), 400, "invalid_body", ["/events"]);
  refused(await api.post("/v1/usage", { ...good, value: 2 ** 53 }), 400, "invalid_json");
  assert.equal((await entitlement("faulty", "jobs")).used, 0);
});

test("events of long ago and of the future are refused", async () => {
  await customer("timely", { plan: "fifty" });
  const sent = await api.get("/healthz");
  const at = (days) =>
    new Date(Number(sent.headers.get("tollgate-time")) + days * 86_400_000).toISOString();
  for (const days of [-36, 1]) {
    const answer = await api.post("/v1/usage", {
      customer: "timely",
      feature: "jobs",
      at: at(days),
    });
    assert.ok(answer.status === 422 || answer.body.results[0].status === "refused", answer.text);
  }
  assert.equal(
    (await record({ customer: "timely", feature: "jobs", at: at(-1) })).status,
    "accepted",
  );
  assert.equal((await entitlement("timely", "jobs")).used, 1);
});

test("usage of what is no meter is refused and counts nothing", async () => {
  await customer("mistaken", { plan: "pro", price: "pro-monthly" });
  for (const feature of ["sso", "support-level", "missing"]) {
    const answer = await api.post("/v1/usage", { customer: "mistaken", feature });
    const isRefused =
      [404, 422].includes(answer.status) || answer.body.results[0].status === "refused";
    assert.ok(isRefused, answer.text);
  }
});

test("a customer without the feature can use none of it", async () => {
  await customer("poor", { plan: "starter" });
  const answer = await record({ customer: "poor", feature: "jobs" });
  assert.equal(answer.status, "refused");
  assert.equal((await entitlement("poor", "jobs")).used, 0);
});

test("the meters of a customer are read together, and started again from zero", async () => {
  await customer("reader", { plan: "starter" });
  (await api.post("/v1/usage", { customer: "reader", feature: "api-calls", value: 9 })).is(200);
  (
    await api.post("/v1/usage", {
      customer: "reader",
      feature: "seats",
      value: 1,
      behaviour: "set",
    })
  ).is(200);
  const { usage } = (await api.get("/v1/customers/reader/usage")).is(200);
  const calls = usage.find(({ feature }) => feature === "api-calls");
  assert.equal(calls.used, 9);
  assert.equal(calls.limit, 1000);
  assert.equal(calls.remaining, 991);
  assert.ok(calls.resetsAt);
  assert.equal(usage.find(({ feature }) => feature === "seats").used, 1);
  assert.equal((await api.post("/v1/customers/reader/usage/api-calls/reset")).is(200).used, 0);
  assert.equal((await entitlement("reader", "api-calls")).used, 0);
  refused(await api.post("/v1/customers/reader/usage/missing/reset"), 404, "feature_unknown");
  assert.equal((await api.post("/v1/customers/reader/usage/sso/reset")).status, 422);
});
