import assert from "node:assert/strict";
import { test } from "node:test";
import { killedUnderLoad } from "./crash.mjs";
import { startedEdge } from "./edge.mjs";

const edge = await startedEdge();

test("usage that was acknowledged survives a kill in the middle of load, and nothing counts twice", async (context) => {
  const { api, customer } = await edge.environment();
  const ids = Array.from({ length: 5 }, (_, index) => `c${index}`);
  for (const id of ids) await customer(id, { plan: "enterprise", price: "enterprise-monthly" });
  const jobs = Array.from({ length: 2000 }, (_, index) => {
    const events = Array.from({ length: index % 3 === 0 ? 4 : 1 }, (_, part) => ({
      customer: ids[(index + part) % ids.length],
      feature: "api-calls",
      value: 1 + (index % 7),
      key: `event-${index}-${part}`,
    }));
    return {
      events,
      send: () => api.post("/v1/usage", events.length > 1 ? { events } : events[0]),
    };
  });
  const sent = [];
  const safe = new Map();
  const next = () => {
    const job = jobs.shift();
    if (job) sent.push(job);
    return job;
  };
  const answered = (job, answer) => {
    for (const [index, { status }] of answer.is(200).results.entries()) {
      assert.equal(status, "accepted");
      safe.set(job.events[index].key, job.events[index]);
    }
  };
  for (const acknowledged of [40, 120, 75]) {
    await killedUnderLoad(edge, { lanes: 12, acknowledged, next, answered });
    await edge.start();
    for (const id of ids) {
      const mine = (events) => events.filter(({ customer }) => customer === id);
      const total = (events) => events.reduce((total, { value }) => total + value, 0);
      const { used } = (await api.get(`/v1/customers/${id}/entitlements`)).is(200).entitlements[
        "api-calls"
      ];
      const least = total(mine([...safe.values()]));
      const most = total(mine(sent.flatMap(({ events }) => events)));
      assert.ok(
        used >= least && used <= most,
        `${id} used ${used}, acknowledged ${least}, sent ${most}`,
      );
    }
  }
  // The senders do not know what became of the rest, so they send everything again.
  let uncertain = 0;
  for (const job of sent) {
    for (const [index, { status }] of (await job.send()).is(200).results.entries()) {
      if (safe.has(job.events[index].key)) assert.equal(status, "duplicate");
      else uncertain += 1;
    }
  }
  for (const id of ids) {
    const { used } = (await api.get(`/v1/customers/${id}/entitlements`)).is(200).entitlements[
      "api-calls"
    ];
    const all = sent.flatMap(({ events }) => events).filter(({ customer }) => customer === id);
    assert.equal(
      used,
      all.reduce((total, { value }) => total + value, 0),
    );
  }
  context.diagnostic(
    `3 kills under load: ${safe.size} events acknowledged and kept, ${uncertain} without an answer, each counted once in the end`,
  );
});

test("changes of every kind that were acknowledged are there after a kill right behind the answer", async () => {
  const { api, customer } = await edge.environment();
  const { id } = await customer("kept", { plan: "pro", price: "pro-monthly" });
  const steps = [
    [() => api.patch("/v1/customers/kept", { name: "Kept" }), (now) => now.profile.name === "Kept"],
    [
      () => api.post("/v1/customers/kept/grants", { feature: "jobs", limit: 5, merge: "add" }),
      (now) => now.entitlements.jobs.limit === 5,
    ],
    [
      () => api.put("/v1/customers/kept/overrides/sso", { value: true }),
      (now) => now.entitlements.sso.value === true,
    ],
    [
      () => api.put(`/v1/customers/kept/subscriptions/${id}/addons/extra-calls`, { quantity: 2 }),
      (now) => now.entitlements["api-calls"].limit === 20_000,
    ],
    [
      () => api.post("/v1/customers/kept/vouchers", { code: "ACME-500" }),
      (now) => now.entitlements["api-calls"].limit === 20_500,
    ],
    [
      () => api.post(`/v1/customers/kept/subscriptions/${id}/cancel`, {}),
      (now) => now.profile.subscriptions[0].cancelAt !== null,
    ],
    [
      () => api.post(`/v1/customers/kept/subscriptions/${id}/pause`, {}),
      (now) => now.profile.subscriptions[0].status === "paused",
    ],
    [
      () => api.post(`/v1/customers/kept/subscriptions/${id}/cancel`, { when: "now" }),
      (now) => now.profile.subscriptions.length === 0,
    ],
  ];
  for (const [step, isThere] of steps) {
    const answer = await step();
    assert.ok(answer.status < 300, answer.text);
    await edge.kill();
    await edge.start();
    const profile = (await api.get("/v1/customers/kept")).is(200);
    const { entitlements } = (await api.get("/v1/customers/kept/entitlements")).is(200);
    assert.ok(isThere({ profile, entitlements }), `lost: ${step}`);
  }
});
