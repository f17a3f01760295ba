import assert from "node:assert/strict";
import { test } from "node:test";
import { startedEdge } from "./edge.mjs";
import { refused } from "./problem.mjs";

const edge = await startedEdge();
const { api, customer } = await edge.environment();

test("a customer is made once and replaced afterwards", async () => {
  const body = {
    name: "Acme Ltd",
    email: "a@acme.test",
    metadata: { crm: "77", tags: ["a", "b"] },
  };
  const made = await api.put("/v1/customers/acme", body);
  const read = await api.get("/v1/customers/acme");
  for (const answer of [made, read]) {
    const shown = answer.is(answer === made ? 201 : 200);
    assert.equal(shown.id, "acme");
    for (const [name, value] of Object.entries(body)) assert.deepEqual(shown[name], value);
  }
  const replaced = (await api.put("/v1/customers/acme", { name: "Acme" })).is(200);
  assert.equal(replaced.name, "Acme");
  assert.equal(replaced.email ?? null, null);
  assert.equal(replaced.createdAt, made.body.createdAt);
});

test("PATCH changes the members it names; null empties one", async () => {
  (
    await api.put("/v1/customers/patched", { name: "P", email: "p@acme.test", metadata: { a: 1 } })
  ).is(201);
  const patched = (await api.patch("/v1/customers/patched", { name: "Q", email: null })).is(200);
  assert.equal(patched.name, "Q");
  assert.equal(patched.email ?? null, null);
  assert.deepEqual(patched.metadata, { a: 1 });
  refused(await api.patch("/v1/customers/nobody", { name: "Q" }), 404, "customer_unknown");
});

test("what is wrong with a profile is named, all of it, and nothing is made", async () => {
  const wrong = { name: 7, email: "not an address", metadata: [], plan: "pro" };
  refused(await api.put("/v1/customers/wrong", wrong), 400, "invalid_body", [
    "/name",
    "/email",
    "/metadata",
    "/plan",
  ]);
  refused(await api.get("/v1/customers/wrong"), 404, "customer_unknown");
  refused(await api.put("/v1/customers/wrong", { name: "x".repeat(10_000) }), 400, "invalid_body", [
    "/name",
  ]);
});

test("every write grows the version that reads return as ETag", async () => {
  const first = await api.put("/v1/customers/tagged", { name: "A" });
  const second = await api.patch("/v1/customers/tagged", { name: "B" });
  const read = await api.get("/v1/customers/tagged");
  assert.notEqual(first.headers.get("etag"), second.headers.get("etag"));
  assert.equal(second.headers.get("etag"), read.headers.get("etag"));
  const again = await api.get("/v1/customers/tagged", {
    "if-none-match": read.headers.get("etag"),
  });
  assert.equal(again.status, 304);
  assert.equal(again.text, "");
});

test("HEAD answers as GET, without the body", async () => {
  await customer("headed");
  const head = await api.send("HEAD", "/v1/customers/headed");
  assert.equal(head.status, 200);
  assert.equal(head.text, "");
  assert.equal((await api.send("HEAD", "/v1/customers/nobody")).status, 404);
});

test("a wiped customer is gone, with all they had, and may be made anew without it", async () => {
  await customer("gone", { plan: "pro", price: "pro-monthly" });
  (await api.post("/v1/usage", { customer: "gone", feature: "api-calls", value: 5 })).is(200);
  (await api.put("/v1/customers/gone/overrides/sso", { value: true })).is(200);
  assert.equal((await api.delete("/v1/customers/gone")).status, 204);
  for (const path of ["", "/entitlements", "/usage", "/grants"]) {
    refused(await api.get(`/v1/customers/gone${path}`), 404, "customer_unknown");
  }
  refused(await api.delete("/v1/customers/gone"), 404, "customer_unknown");
  await customer("gone");
  const { entitlements } = (await api.get("/v1/customers/gone/entitlements")).is(200);
  assert.equal(entitlements.sso.value, false);
  assert.equal(entitlements["api-calls"].limit, 0);
});

test("nothing can be done to a customer that is not there", async () => {
  const asked = [
    api.get("/v1/customers/nobody/entitlements"),
    api.get("/v1/customers/nobody/usage"),
    api.get("/v1/customers/nobody/grants"),
    api.post("/v1/customers/nobody/subscriptions", { plan: "starter" }),
    api.post("/v1/customers/nobody/grants", { feature: "sso", value: true }),
    api.put("/v1/customers/nobody/overrides/sso", { value: true }),
    api.post("/v1/customers/nobody/vouchers", { code: "ACME-500" }),
    api.post("/v1/customers/nobody/usage/api-calls/reset"),
    api.post("/v1/check", { customer: "nobody", feature: "sso" }),
    api.post("/v1/tokens", { customer: "nobody" }),
    api.post("/v1/sessions", { customer: "nobody" }),
    api.delete("/v1/customers/nobody/sessions"),
  ];
  for (const answer of await Promise.all(asked)) refused(answer, 404, "customer_unknown");
});
