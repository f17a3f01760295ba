import assert from "node:assert/strict";
import { test } from "node:test";
import { startedEdge } from "./edge.mjs";

const edge = await startedEdge();

/** The same numbers in every run, in no order that means anything. */
function shuffled(items) {
  let seed = 20_260_101;
  const list = [...items];
  for (let index = list.length - 1; index > 0; index -= 1) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    const other = seed % (index + 1);
    [list[index], list[other]] = [list[other], list[index]];
  }
  return list;
}

const times = (count, make) => Array.from({ length: count }, (_, index) => make(index));
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

test("customers who race for a voucher with a maximum make exactly that many redemptions, retries included", async (context) => {
  const { api, customer, session } = await edge.environment();
  const [racers, places] = [60, 20];
  const ids = Array.from({ length: racers }, (_, index) => `racer-${index}`);
  for (const id of ids) await customer(id);
  const sessions = await Promise.all(ids.map((id) => session(id)));
  const code = { code: "FIRST20" };
  // Each tries four times at once: twice as one request repeated, once more from the back end, once from the page.
  const tries = ids.flatMap((id, index) => {
    const path = `/v1/customers/${id}/vouchers`;
    const repeated = { "idempotency-key": `race-${id}` };
    return [
      () => api.post(path, code, repeated),
      () => api.post(path, code, repeated),
      () => api.post(path, code),
      () => sessions[index].post("/v1/client/vouchers/redeem", code),
    ].map((send) => async () => ({ id, answer: await send() }));
  });
  const answers = await Promise.all(shuffled(tries).map((send) => send()));
  for (const { answer } of answers) assert.ok([201, 422].includes(answer.status), answer.text);
  const redeemed = answers.filter(({ answer }) => answer.status === 201);
  const redemptions = new Set(redeemed.map(({ answer }) => answer.body.id));
  const winners = new Set(redeemed.map(({ id }) => id));
  const holding = [];
  for (const id of ids) {
    const { entitlements } = (await api.get(`/v1/customers/${id}/entitlements`)).is(200);
    if (entitlements.sso.value) holding.push(id);
  }
  const counted = (await api.get("/v1/vouchers/first-twenty")).is(200).redemptions;
  context.diagnostic(
    `${racers} customers raced for ${places} uses with ${answers.length} requests: ${redemptions.size} redemptions, ${counted} counted, ${holding.length} customers hold what it brings`,
  );
  assert.equal(redemptions.size, places);
  assert.equal(winners.size, places);
  assert.equal(counted, places);
  assert.deepEqual(holding.sort(), [...winners].sort());
});

test("uses that were held for customers who may not redeem are given back to those who may", async () => {
  const { api, customer } = await edge.environment();
  const voucher = {
    key: "pros",
    codes: ["PROS"],
    effects: { entitlements: { sso: { value: true, for: "P1M" } } },
    constraints: { plans: ["pro"], maxRedemptions: 2 },
  };
  (await api.post("/v1/vouchers", voucher)).is(201);
  const redeem = (id) => api.post(`/v1/customers/${id}/vouchers`, { code: "PROS" });
  const poor = times(12, (index) => `poor-${index}`);
  for (const id of poor) await customer(id, { plan: "starter" });
  for (const id of ["a", "b", "c"]) await customer(id, { plan: "pro", price: "pro-monthly" });
  for (const answer of await Promise.all(poor.map(redeem))) answer.is(422);
  assert.equal((await api.get("/v1/vouchers/pros")).is(200).redemptions, 0);
  (await redeem("a")).is(201);
  for (const answer of await Promise.all(poor.map(redeem))) answer.is(422);
  (await redeem("b")).is(201);
  (await redeem("c")).is(422);
  assert.equal((await api.get("/v1/vouchers/pros")).is(200).redemptions, 2);
});

/** Races `senders`, each `{ units, send }` with `send` giving how many units were taken, for a hard limit of 50. */
async function raced(context, what, make) {
  const { api, customer } = await edge.environment();
  await customer("racer", { plan: "fifty" });
  const senders = shuffled(make(api));
  const taken = await Promise.all(senders.map((send) => send()));
  const { jobs } = (await api.get("/v1/customers/racer/entitlements")).is(200).entitlements;
  const asked = senders.length;
  context.diagnostic(
    `${what}: ${asked} requests raced for 50 units: ${sum(taken)} taken, ${jobs.used} counted`,
  );
  assert.equal(sum(taken), 50);
  assert.equal(jobs.used, 50);
  assert.equal(jobs.remaining, 0);
}

const event = (key, value = 1) => ({ customer: "racer", feature: "jobs", value, key });
const units = (results, first) =>
  sum(
    results.map(
      ({ status, decision }, index) =>
        (status === "accepted" ? first[index].value : 0) * (decision ? 1 : 0),
    ),
  );

const single = (api, name) => async () => {
  const sent = event(name);
  return units((await api.post("/v1/usage", sent)).is(200).results, [sent]);
};
const batch = (api, name, values) => async () => {
  const events = values.map((value, index) => event(`${name}-${index}`, value));
  return units((await api.post("/v1/usage", { events })).is(200).results, events);
};
const consuming = (api, requested) => async () => {
  const decision = (
    await api.post("/v1/check", { customer: "racer", feature: "jobs", requested, consume: true })
  ).is(200);
  return decision.allowed ? requested : 0;
};

test("single events that race for the last units of a hard limit never take one too many", async (context) => {
  // Every event is sent twice: the second time it must count for nothing.
  await raced(context, "single events, each sent twice", (api) =>
    times(120, (index) => single(api, `single-${index % 60}`)),
  );
});

test("batches that race for the last units never take one too many", async (context) => {
  await raced(context, "batches of three", (api) =>
    times(40, (index) => batch(api, `batch-${index}`, [1, 2, 1])),
  );
});

test("checks that consume race for the last units and never take one too many", async (context) => {
  await raced(context, "checks that consume", (api) => times(120, () => consuming(api, 1)));
});

test("single events, batches and checks that consume, mixed, never take one too many", async (context) => {
  await raced(context, "mixed", (api) => [
    ...times(60, (index) => single(api, `s-${index % 40}`)),
    ...times(12, (index) => batch(api, `b-${index % 10}`, [3, 1, 2])),
    ...times(20, () => consuming(api, 2)),
    ...times(40, () => consuming(api, 1)),
  ]);
});

test("usage that is corrected while others race frees just what was corrected", async (context) => {
  const { api, customer } = await edge.environment();
  await customer("racer", { plan: "fifty" });
  (await api.post("/v1/usage", event("before", 50))).is(200);
  const give = times(10, (index) => async () => {
    (await api.post("/v1/usage", event(`back-${index}`, -1))).is(200);
    return 0;
  });
  const taken = sum(
    await Promise.all(
      shuffled([...give, ...times(60, () => consuming(api, 1))]).map((send) => send()),
    ),
  );
  const { jobs } = (await api.get("/v1/customers/racer/entitlements")).is(200).entitlements;
  context.diagnostic(
    `10 units given back while 60 requests raced: ${taken} taken, ${jobs.used} counted`,
  );
  assert.ok(taken <= 10);
  assert.equal(jobs.used, 40 + taken);
});

test("checkouts that race make one subscription and use up one redemption", async () => {
  const { api, customer, session } = await edge.environment();
  await customer("hasty");
  const browser = await session("hasty");
  const body = { plan: "pro", price: "pro-monthly", voucher: "WELCOME20" };
  const answers = await Promise.all(
    times(10, (index) =>
      browser.post("/v1/client/checkout", body, index < 5 ? { "idempotency-key": "hasty" } : {}),
    ),
  );
  assert.ok(answers.some(({ status }) => status === 200));
  const ids = new Set(
    answers.filter(({ status }) => status === 200).map(({ body }) => body.subscription.id),
  );
  assert.equal(ids.size, 1);
  const { subscriptions } = (await api.get("/v1/customers/hasty")).is(200);
  assert.equal(subscriptions.length, 1);
  assert.equal((await api.get("/v1/vouchers/welcome20")).is(200).redemptions, 1);
});
