import assert from "node:assert/strict";
import { test } from "node:test";
import { catalog } from "./catalog.mjs";
import { startedEdge } from "./edge.mjs";
import { refused } from "./problem.mjs";

const edge = await startedEdge();

test("making an environment answers with its id and its two keys", async () => {
  for (const kind of ["sandbox", "live"]) {
    const made = (await edge.operator.post("/v1/environments", { name: "Acme", kind })).is(201);
    assert.deepEqual(Object.keys(made).sort(), [
      "id",
      "kind",
      "name",
      "publishableKey",
      "secretKey",
    ]);
    assert.match(made.id, /^env_[0-9a-z]{26}$/);
    assert.equal(made.name, "Acme");
    assert.equal(made.kind, kind);
    const id = made.id.slice("env_".length);
    assert.match(made.secretKey, new RegExp(`^sk_${kind}_${id}_[A-Za-z0-9]{20,}$`));
    assert.match(made.publishableKey, new RegExp(`^pk_${kind}_${id}_[A-Za-z0-9]{20,}$`));
  }
});

test("environments are listed for the operator, without their keys", async () => {
  const made = (await edge.operator.post("/v1/environments", { name: "Listed", kind: "live" })).is(
    201,
  );
  const answer = await edge.operator.get("/v1/environments?limit=100");
  const found = answer.is(200).data.find(({ id }) => id === made.id);
  assert.equal(found.name, "Listed");
  assert.equal(found.kind, "live");
  assert.ok(!answer.text.includes(made.secretKey) && !answer.text.includes(made.publishableKey));
});

test("only the operator key makes and lists environments", async () => {
  const { api, page } = await edge.environment();
  const body = { name: "No", kind: "sandbox" };
  refused(await edge.anybody.post("/v1/environments", body), 401, "key_missing");
  refused(await edge.anybody.get("/v1/environments"), 401, "key_missing");
  for (const caller of [api, edge.anybody.with({ authorization: `Bearer ${edge.operatorKey}x` })]) {
    refused(await caller.post("/v1/environments", body), 401, "key_invalid");
    refused(await caller.get("/v1/environments"), 401, "key_invalid");
  }
  assert.equal((await page.get("/v1/environments")).status, 401);
});

test("what is wrong with a new environment is named, all of it", async () => {
  refused(
    await edge.operator.post("/v1/environments", { name: 7, kind: "prod", more: 1 }),
    400,
    "invalid_body",
    ["/name", "/kind", "/more"],
  );
  refused(
    await edge.operator.post("/v1/environments", { name: " ", kind: "live" }),
    400,
    "invalid_body",
    ["/name"],
  );
  refused(await edge.operator.post("/v1/environments", {}), 400, "invalid_body");
});

test("environments share nothing: customers, catalogues, vouchers, keys", async () => {
  const one = await edge.environment();
  const other = await edge.environment({ catalog: null });
  await one.customer("same", { plan: "starter" });
  refused(await other.api.get("/v1/customers/same"), 404, "customer_unknown");
  refused(await other.api.get("/v1/catalog"), 404, (await other.api.get("/v1/catalog")).body.code);
  (await other.api.put("/v1/catalog", { ...catalog(), vouchers: [] })).is(200);
  await other.customer("same");
  refused(
    await other.api.post("/v1/customers/same/vouchers", { code: "ACME-500" }),
    404,
    "voucher_unknown",
  );
  assert.equal((await one.entitlement("same", "api-calls")).limit, 1000);
  assert.equal((await other.entitlement("same", "api-calls")).limit, 0);
});

test("the health check needs no key", async () => {
  (await edge.anybody.get("/healthz")).is(200);
});

test("every error type is a page that says what it means", async () => {
  const refusal = await edge.anybody.get("/v1/catalog");
  refused(refusal, 401, "key_missing");
  const meaning = (await edge.anybody.get(new URL(refusal.body.type).pathname)).is(200);
  assert.equal(meaning.code, "key_missing");
});
