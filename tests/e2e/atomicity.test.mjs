import assert from "node:assert/strict";
import { test } from "node:test";
import { killedAt } from "./crash.mjs";
import { until } from "./deadline.mjs";
import { startedEdge } from "./edge.mjs";

const edge = await startedEdge();

/** From the first message to past the last answer. */
const MOMENTS = [0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 1.05];

test("kills in the middle of redemptions leave none half done", async (context) => {
  const { api, customer } = await edge.environment();
  const ids = Array.from({ length: 48 }, (_, index) => `r${index}`);
  for (const id of ids) await customer(id);
  const places = 20;
  const redeem = (id) =>
    api.post(
      `/v1/customers/${id}/vouchers`,
      { code: "FIRST20" },
      { "idempotency-key": `once-${id}` },
    );
  const counted = async () => (await api.get("/v1/vouchers/first-twenty")).is(200).redemptions;
  const holders = async () => {
    const all = await Promise.all(
      ids.map(async (id) => {
        const { entitlements } = (await api.get(`/v1/customers/${id}/entitlements`)).is(200);
        return entitlements.sso.value ? [id] : [];
      }),
    );
    return all.flat();
  };
  const acknowledged = await killedAt(edge, MOMENTS, ids, {
    warm: (id) => api.get(`/v1/customers/${id}/entitlements`),
    ask: redeem,
  });
  // What was underway is driven to its end by itself, with nobody asking for it.
  const settled = await until(
    "agreement of the voucher with its holders",
    async () => ({ counted: await counted(), holding: await holders() }),
    ({ counted, holding }) => counted === holding.length,
    60,
  );
  assert.ok(settled.counted <= places, `${settled.counted} redemptions of ${places}`);
  for (const [id, answer] of acknowledged) {
    assert.equal(settled.holding.includes(id), answer.status === 201, `${id}: ${answer.text}`);
  }
  // Everybody asks again, not knowing: the same answers for those who had one, and the maximum is met exactly.
  const answers = await Promise.all(ids.map(async (id) => ({ id, answer: await redeem(id) })));
  for (const { id, answer } of answers) {
    assert.ok([201, 422].includes(answer.status), answer.text);
    if (acknowledged.has(id)) assert.equal(answer.text, acknowledged.get(id).text);
  }
  const holding = (await holders()).length;
  assert.deepEqual(
    [answers.filter(({ answer }) => answer.status === 201).length, holding, await counted()],
    [places, places, places],
  );
  context.diagnostic(
    `${MOMENTS.length} kills amid redemptions: ${acknowledged.size} answered and kept, ` +
      `${settled.counted} counted and held after the alarms, ${holding} of ${places} after all asked again`,
  );
});

test("kills in the middle of checkouts leave no purchase without its voucher, and no voucher without its purchase", async (context) => {
  const { api, customer, session } = await edge.environment();
  const ids = Array.from({ length: 32 }, (_, index) => `s${index}`);
  for (const id of ids) await customer(id);
  const browsers = new Map(await Promise.all(ids.map(async (id) => [id, await session(id)])));
  const body = { plan: "pro", price: "pro-monthly", voucher: "BIGDEAL" };
  const buy = (id) =>
    browsers.get(id).post("/v1/client/checkout", body, { "idempotency-key": "buy" });
  const answered = await killedAt(edge, MOMENTS, ids, {
    warm: (id) => api.get(`/v1/customers/${id}/entitlements`),
    ask: buy,
  });
  for (const answer of answered.values()) answer.is(200);
  const look = async () => {
    const bought = [];
    for (const id of ids) {
      // One answer, so that nothing can come between what it says of the plan and of the voucher.
      const read = (await api.get(`/v1/customers/${id}/entitlements`)).is(200);
      const holdsPlan = read.plans.includes("pro");
      assert.equal(read.entitlements.sso.value, holdsPlan, `${id} has half of a checkout`);
      if (holdsPlan) bought.push(id);
    }
    return { bought, counted: (await api.get("/v1/vouchers/big-deal")).is(200).redemptions };
  };
  const { bought } = await until(
    "agreement",
    look,
    ({ bought, counted }) => bought.length === counted,
    60,
  );
  for (const id of answered.keys())
    assert.ok(bought.includes(id), `${id} was told that it had bought`);
  for (const answer of await Promise.all(ids.map(buy))) answer.is(200);
  const { bought: all, counted } = await look();
  for (const id of ids) {
    assert.equal((await api.get(`/v1/customers/${id}`)).is(200).subscriptions.length, 1);
  }
  assert.deepEqual([all.length, counted], [ids.length, ids.length]);
  context.diagnostic(
    `${MOMENTS.length} kills amid checkouts: ${answered.size} answered, ${bought.length} whole after the alarms, ${all.length} after all asked again`,
  );
});
