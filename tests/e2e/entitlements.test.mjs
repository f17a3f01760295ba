import assert from "node:assert/strict";
import { test } from "node:test";
import { startedEdge } from "./edge.mjs";
import { refused } from "./problem.mjs";

const edge = await startedEdge();
const { api, customer, entitlement } = await edge.environment();
const of = (id, query = "") => api.get(`/v1/customers/${id}/entitlements${query}`);

test("every feature is resolved, whatever the customer has", async () => {
  await customer("bare");
  const resolved = (await of("bare")).is(200);
  assert.equal(resolved.customer, "bare");
  assert.equal(resolved.catalogVersion, 1);
  assert.equal(typeof resolved.stateVersion, "number");
  const { entitlements } = resolved;
  assert.deepEqual(Object.keys(entitlements), [
    "analytics",
    "api-calls",
    "beta-dashboard",
    "half",
    "jobs",
    "seats",
    "sso",
    "storage",
    "support-level",
  ]);
  assert.equal(entitlements.sso.value, false);
  assert.equal(entitlements["api-calls"].limit, 0);
  assert.equal(entitlements["support-level"].value, "community");
  assert.equal(entitlements["beta-dashboard"].value, false);
});

test("a meter shows limit, usage, enforcement and when it starts again", async () => {
  await customer("metered", { plan: "starter" });
  (await api.post("/v1/usage", { customer: "metered", feature: "api-calls", value: 12 })).is(200);
  const answer = await of("metered");
  const calls = answer.is(200).entitlements["api-calls"];
  assert.equal(calls.kind, "meter");
  assert.equal(calls.limit, 1000);
  assert.equal(calls.used, 12);
  assert.equal(calls.remaining, 988);
  assert.equal(calls.enforcement, "hard");
  assert.equal(calls.planValue, 1000);
  assert.equal(calls.overrideValue, null);
  const now = new Date(Number(answer.headers.get("tollgate-time")));
  const turn = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1);
  assert.equal(new Date(calls.resetsAt).getTime(), turn);
  assert.ok(new Date(answer.body.validUntil).getTime() <= turn);
});

test("a plan inherits what it does not set", async () => {
  await customer("heir", { plan: "enterprise", price: "enterprise-monthly" });
  const { entitlements } = (await of("heir")).is(200);
  assert.equal(entitlements["api-calls"].limit, "unlimited");
  assert.equal(entitlements.storage.limit, 5000);
  assert.equal(entitlements.analytics.value, true);
  assert.equal(entitlements["support-level"].value, "priority");
  const [source] = entitlements.storage.sources;
  assert.equal(source.layer, "plan");
  assert.equal(source.inheritedFrom, "starter");
});

test("explain says in a sentence where every part of a limit comes from", async () => {
  await customer("curious", { plan: "pro", price: "pro-monthly" });
  const redeemed = (await api.post("/v1/customers/curious/vouchers", { code: "ACME-500" })).is(201);
  const until = redeemed.expiresAt.slice(0, 10);
  const plain = (await of("curious")).is(200);
  assert.equal(plain.entitlements["api-calls"].explanation, undefined);
  const { entitlements } = (await of("curious", "?explain=true")).is(200);
  assert.match(
    entitlements["api-calls"].explanation,
    new RegExp(
      `^10,500 calls a month: 10,000 from plan pro \\((inherited from starter, overridden|overrides starter)\\), \\+500 from voucher ACME-500 until ${until}$`,
    ),
  );
  assert.match(entitlements.seats.explanation, /^3 seats: 3 from plan pro/);
  assert.match(
    entitlements.storage.explanation,
    /^5,000 MB: 5,000 from plan pro \(inherited from starter\)$/,
  );
  for (const { explanation } of Object.values(entitlements))
    assert.ok(explanation.length > 10, explanation);
});

test("the layers stack: plan, add-on, voucher, grant, override, each in the trace", async () => {
  await customer("stacked", { plan: "pro", price: "pro-monthly", addons: { "extra-calls": 2 } });
  (await api.post("/v1/customers/stacked/vouchers", { code: "acme-500 " })).is(201);
  (
    await api.post("/v1/customers/stacked/grants", {
      feature: "api-calls",
      limit: 70,
      merge: "add",
    })
  ).is(201);
  const stacked = await entitlement("stacked", "api-calls");
  assert.equal(stacked.limit, 20_570);
  assert.deepEqual(
    stacked.sources.map(({ layer }) => layer),
    ["plan", "addon", "voucher", "grant"],
  );
  for (const [index, step] of stacked.sources.entries()) {
    if (index > 0) assert.deepEqual(step.before, stacked.sources[index - 1].after);
  }
  (await api.put("/v1/customers/stacked/overrides/api-calls", { limit: 7 })).is(200);
  const overridden = await entitlement("stacked", "api-calls");
  assert.equal(overridden.limit, 7);
  assert.equal(overridden.sources.at(-1).layer, "override");
});

test("the state version grows with every change, and with no reading", async () => {
  await customer("versioned", { plan: "starter" });
  const first = await of("versioned");
  assert.equal((await of("versioned")).body.stateVersion, first.body.stateVersion);
  (await api.put("/v1/customers/versioned/overrides/sso", { value: true })).is(200);
  const second = await of("versioned");
  assert.ok(second.body.stateVersion > first.body.stateVersion);
});

test("a rollout puts about half of the customers in, the same ones every time", async () => {
  const ids = Array.from({ length: 60 }, (_, index) => `bucket-${index}`);
  await Promise.all(ids.map((id) => customer(id)));
  const ask = async () =>
    (await api.post("/v1/entitlements/query", { customers: ids, features: ["half"] })).is(200);
  const [first, second] = [await ask(), await ask()];
  assert.deepEqual(first, second);
  const on = JSON.stringify(first).split('"value":true').length - 1;
  assert.ok(on > 10 && on < 50, `${on} of 60 are in`);
});

test("a query resolves many customers at once and says which are not there", async () => {
  await customer("query-a", { plan: "starter" });
  await customer("query-b", { plan: "pro", price: "pro-monthly" });
  const body = { customers: ["query-a", "nobody", "query-b"], features: ["api-calls", "sso"] };
  const answer = (await api.post("/v1/entitlements/query", body)).is(200);
  const [a, nobody, b] = answer.results ?? answer.data;
  assert.deepEqual(Object.keys(a.entitlements), ["api-calls", "sso"]);
  assert.equal(a.entitlements["api-calls"].limit, 1000);
  assert.equal(b.entitlements["api-calls"].limit, 10_000);
  assert.equal(nobody.customer, "nobody");
  assert.match(JSON.stringify(nobody), /customer_unknown/);
});

test("a query takes 100 customers and 100 features at most, and every fault is named", async () => {
  const many = (count) => Array.from({ length: count }, (_, index) => `c${index}`);
  refused(await api.post("/v1/entitlements/query", { customers: many(101) }), 400, "invalid_body", [
    "/customers",
  ]);
  refused(await api.post("/v1/entitlements/query", { customers: [] }), 400, "invalid_body", [
    "/customers",
  ]);
  refused(
    await api.post("/v1/entitlements/query", { customers: ["a b", 7], features: many(101) }),
    400,
    "invalid_body",
    ["/customers/0", "/customers/1", "/features"],
  );
});

test("an instant that is no instant, or past, is refused", async () => {
  await customer("timely");
  refused(await of("timely", "?at=tomorrow"), 400, "invalid_query");
  assert.equal((await of("timely", "?at=2001-01-01T00:00:00Z")).status, 422);
  refused(await of("timely", "?explain=perhaps"), 400, "invalid_query");
  refused(await of("timely", "?expalin=true"), 400, "invalid_query");
});
