// Another process holds a customer's file: refused with 503, tried again by itself, and nothing is lost.

import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { until } from "../e2e/deadline.mjs";
import { startedEdge } from "../e2e/edge.mjs";

const edge = await startedEdge();
const folder = join(edge.data, "objects/tollgate-customer");

/** Opens the file of a customer beside the edge. */
async function file(customer) {
  for (const name of await readdir(folder)) {
    if (!name.endsWith(".sqlite") || name === "metadata.sqlite") continue;
    const database = new DatabaseSync(join(folder, name));
    if (database.prepare("SELECT id FROM profile").get()?.id === customer) return database;
    database.close();
  }
  return assert.fail(`no file of ${customer}`);
}

test("a customer whose file is locked is refused for as long, others are served, and what waits is done afterwards", async () => {
  const { api, customer, entitlement } = await edge.environment();
  for (const id of ["locked", "free"]) await customer(id, { plan: "fifty" });
  const event = (id, key) =>
    api.post("/v1/usage", { customer: id, feature: "jobs", value: 1, key });
  (await event("locked", "before")).is(200);
  const held = await file("locked");
  held.exec("BEGIN IMMEDIATE");
  for (let at = 0; at < 5; at += 1) {
    const answer = await event("locked", `during-${at}`);
    answer.is(503);
    assert.equal(answer.body.code, "unavailable");
    assert.ok(Number(answer.headers.get("retry-after")) > 0);
    (await event("free", `free-${at}`)).is(200);
  }
  (await api.post("/v1/tokens", { customer: "locked" })).is(201);
  assert.ok(
    edge.lines.some((line) => line.includes("SQLITE_BUSY")),
    "the operator is not told why",
  );
  const said = edge.lines.length;
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  assert.ok(edge.lines.length - said < 20, "what cannot be done is tried without a pause");
  held.exec("COMMIT");
  held.close();
  for (let at = 0; at < 5; at += 1) {
    assert.equal((await event("locked", `during-${at}`)).is(200).results[0].status, "accepted");
  }
  assert.equal((await entitlement("locked", "jobs")).used, 6);
  (await api.post("/v1/customers/locked/vouchers", { code: "FIRST20" })).is(201);
  const counted = async () => (await api.get("/v1/vouchers/first-twenty")).is(200).redemptions;
  await until("one redemption", counted, (count) => count === 1);
});
