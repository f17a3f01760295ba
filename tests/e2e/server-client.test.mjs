// The client for servers, as it is built, against the real Worker.

import assert from "node:assert/strict";
import { test } from "node:test";
import { NetworkError } from "@tollgate/js";
import { TollgateOperator, TollgateServer } from "@tollgate/js/server";
import { catalog } from "./catalog.mjs";
import { startedEdge } from "./edge.mjs";

const edge = await startedEdge();
const endpoint = edge.url;
const operator = new TollgateOperator({ operatorKey: edge.operatorKey, endpoint });
const { id: environment, secretKey } = await operator.environments.create({
  name: "Client",
  kind: "sandbox",
});
const tollgate = new TollgateServer({ secretKey, endpoint });
await tollgate.catalog.put(catalog());

const collect = async (list) => {
  const rows = [];
  for await (const row of list) rows.push(row);
  return rows;
};

test("the operator makes, changes and lists environments", async () => {
  const changed = await operator.environments.update(environment, { tokenTtl: 120 });
  assert.equal(changed.tokenTtl, 120);
  const made = await operator.environments.create({ name: "Other", kind: "live" });
  assert.match(made.secretKey, /^sk_live_/);
  const ids = (await collect(operator.environments.list({ limit: 1 }))).map(({ id }) => id);
  assert.deepEqual([...ids].sort(), [environment, made.id].sort());
});

test("a catalogue is published, read back and tried without effect", async () => {
  const read = await tollgate.catalog.get();
  assert.ok(read.plans.some(({ key }) => key === "pro"));
  const tried = await tollgate.catalog.put(catalog(), { dryRun: true, applyTo: "all" });
  assert.equal(tried.dryRun, true);
  const versions = await collect(tollgate.catalog.versions());
  assert.deepEqual(
    versions.map(({ version }) => version),
    [1],
  );
  assert.ok((await tollgate.catalog.get({ version: 1 })).features.length > 0);
  await assert.rejects(tollgate.catalog.put("plans: 1"), ({ code, status, requestId, errors }) => {
    assert.equal(code, "catalog_invalid");
    assert.equal(status, 422);
    assert.match(requestId, /^req_/);
    assert.ok(errors.length > 0 && errors.every(({ pointer }) => typeof pointer === "string"));
    return true;
  });
});

test("a customer is made, changed on a condition, and deleted", async () => {
  const made = await tollgate.customers.put("a/b", { name: "A" });
  assert.equal(made.id, "a/b");
  const changed = await tollgate.customers.update(
    "a/b",
    { email: "a@acme.test" },
    { ifVersion: made.version },
  );
  assert.deepEqual([changed.name, changed.email], ["A", "a@acme.test"]);
  await assert.rejects(tollgate.customers.put("a/b", {}, { ifVersion: made.version }), {
    name: "ApiError",
    code: "version_mismatch",
    status: 412,
  });
  assert.equal(await tollgate.customers.delete("a/b"), undefined);
  await assert.rejects(tollgate.customers.get("a/b"), { code: "customer_unknown", status: 404 });
});

test("customers come page by page, each once", async () => {
  const ids = Array.from({ length: 7 }, (_, n) => `page-${n}`);
  for (const id of ids) await tollgate.customers.put(id);
  const listed = await collect(tollgate.customers.list({ limit: 3 }));
  assert.deepEqual(
    listed.map(({ id }) => id).filter((id) => id.startsWith("page-")),
    ids,
  );
  const page = await tollgate.customers.list({ limit: 2 }).page();
  assert.equal(page.data.length, 2);
  const next = await tollgate.customers.list({ limit: 2, cursor: page.nextCursor }).page();
  assert.notDeepEqual(next.data, page.data);
});

test("a subscription is bought, gets add-ons, is changed and canceled", async () => {
  await tollgate.customers.put("buyer");
  const bought = await tollgate.subscriptions.create("buyer", {
    plan: "pro",
    price: "pro-monthly",
    quantities: { seats: 2 },
  });
  assert.equal(bought.plan, "pro");
  const more = await tollgate.subscriptions.putAddon("buyer", bought.id, "extra-calls", {
    quantity: 2,
  });
  assert.equal(more.id, bought.id);
  await tollgate.subscriptions.deleteAddon("buyer", bought.id, "extra-calls");
  await assert.rejects(tollgate.subscriptions.deleteAddon("buyer", bought.id, "extra-calls"), {
    code: "addon_not_attached",
  });
  const changed = await tollgate.subscriptions.update("buyer", bought.id, {
    quantities: { seats: 3 },
  });
  assert.equal(changed.subscription.id, bought.id);
  const canceled = await tollgate.subscriptions.cancel("buyer", bought.id, { when: "now" });
  assert.equal(canceled.subscription.status, "canceled");
});

test("the same idempotency key subscribes once", async () => {
  await tollgate.customers.put("once");
  const buy = () =>
    tollgate.subscriptions.create("once", { plan: "starter" }, { idempotencyKey: "buy-1" });
  assert.deepEqual(await buy(), await buy());
  assert.equal((await tollgate.customers.get("once")).subscriptions.length, 1);
});

test("an answer that is lost on the way is asked for again, and nothing happens twice", async () => {
  await tollgate.customers.put("lost");
  let times = 0;
  const losing = new TollgateServer({
    secretKey,
    endpoint,
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      times += 1;
      if (times > 1) return response;
      await response.text();
      throw new TypeError("the connection was reset");
    },
  });
  const grant = { feature: "api-calls", limit: 50, merge: "add" };
  const made = await losing.grants.create("lost", grant);
  assert.equal(times, 2);
  const grants = await collect(tollgate.grants.list("lost"));
  assert.deepEqual(
    grants.map(({ id }) => id),
    [made.id],
  );
  times = 0;
  assert.equal(await losing.grants.delete("lost", made.id), undefined);
  assert.equal(times, 2);
  assert.deepEqual(await collect(tollgate.grants.list("lost")), []);
});

test("overrides, checks and usage", async () => {
  await tollgate.customers.put("user");
  assert.equal(await tollgate.hasAccess("user", "api-calls"), false);
  await tollgate.overrides.put("user", "api-calls", { limit: 5000 });
  assert.equal(await tollgate.hasAccess("user", "api-calls"), true);
  const taken = await tollgate.check("user", "api-calls", { requested: 10, consume: true });
  assert.deepEqual([taken.allowed, taken.remaining], [true, 4990]);

  const events = Array.from({ length: 1_203 }, (_, n) => ({
    customer: "user",
    feature: "api-calls",
    key: `event-${n}`,
  }));
  const results = await tollgate.recordUsage(events);
  assert.deepEqual(
    results.map(({ key }) => key),
    events.map(({ key }) => key),
  );
  assert.ok(results.every(({ status }) => status === "accepted"));
  const again = await tollgate.recordUsage(events);
  assert.ok(again.every(({ status }) => status === "duplicate"));
  const entitlements = async (options) =>
    (await tollgate.entitlements.get("user", options)).entitlements["api-calls"];
  assert.equal((await entitlements()).used, 1_213);
  assert.ok(JSON.stringify(await entitlements({ explain: true })).includes("override"));
  assert.ok(JSON.stringify(await tollgate.usage.get("user")).includes("1213"));
  await tollgate.usage.reset("user", "api-calls");
  assert.equal((await entitlements()).used, 0);
  const { data } = await tollgate.entitlements.query({
    customers: ["user"],
    features: ["api-calls"],
  });
  assert.equal(data.length, 1);
  await tollgate.overrides.delete("user", "api-calls");
  assert.equal(await tollgate.hasAccess("user", "api-calls"), false);
});

test("vouchers are made, get codes, are redeemed and archived", async () => {
  await tollgate.customers.put("redeemer");
  const [{ effects }] = catalog().vouchers;
  const made = await tollgate.vouchers.create({ key: "made-here", codes: ["MADEHERE"], effects });
  assert.equal(made.key, "made-here");
  const { codes } = await tollgate.vouchers.createCodes("made-here", { count: 3, prefix: "X-" });
  assert.equal(codes.length, 3);
  const redemption = await tollgate.vouchers.redeem("redeemer", codes[0]);
  assert.equal(redemption.voucher, "made-here");
  assert.ok((await collect(tollgate.vouchers.list())).some(({ key }) => key === "made-here"));
  await tollgate.vouchers.archive("made-here");
  assert.equal((await tollgate.vouchers.get("made-here")).status, "archived");
  await assert.rejects(tollgate.vouchers.redeem("redeemer", codes[1]), { name: "ApiError" });
});

test("tokens and sessions are made, and revoked", async () => {
  await tollgate.customers.put("reader");
  const { token } = await tollgate.tokens.create({ customer: "reader" });
  assert.equal(token.split(".").length, 3);
  const { accessToken } = await tollgate.sessions.create({ customer: "reader", ttl: 3600 });
  assert.equal(accessToken.split(".").length, 3);
  assert.equal(await tollgate.sessions.revoke("reader"), undefined);
});

test("what has no answer is an error, and no access", async () => {
  const wrong = new TollgateServer({ secretKey: "sk_sandbox_1_wrong", endpoint });
  await assert.rejects(wrong.customers.get("acme"), { code: "key_invalid", status: 401 });
  const errors = [];
  const away = new TollgateServer({
    secretKey,
    endpoint: "http://127.0.0.1:9",
    retries: 0,
    onError: (error) => errors.push(error),
  });
  assert.equal(await away.hasAccess("acme", "api-calls"), false);
  assert.ok(errors[0] instanceof NetworkError);
});
