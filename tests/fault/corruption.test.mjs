// One customer's file is damaged: that customer fails clearly, and everybody else is served.

import assert from "node:assert/strict";
import { cp, open, readdir, rm, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { startedEdge } from "../e2e/edge.mjs";

const edge = await startedEdge();
const folder = join(edge.data, "objects/tollgate-customer");

/** The file of a customer, all of it in one place. The edge does not run. */
async function fileOf(customer) {
  for (const name of await readdir(folder)) {
    if (!name.endsWith(".sqlite") || name === "metadata.sqlite") continue;
    const file = join(folder, name);
    const database = new DatabaseSync(file);
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    const found = database.prepare("SELECT id FROM profile").get();
    database.close();
    if (found?.id === customer) return file;
  }
  return assert.fail(`no file of ${customer}`);
}

async function overwrite(file, from, length) {
  const handle = await open(file, "r+");
  await handle.write(Buffer.alloc(length, 0xab), 0, length, from);
  await handle.close();
}

const PAGE = 4096;
const damages = {
  "pages overwritten": (file) => overwrite(file, PAGE, 4 * PAGE),
  "the header overwritten": (file) => overwrite(file, 0, 100),
  "cut off within the first page": (file) => truncate(file, 1000),
  "cut in half": async (file) =>
    truncate(file, Math.floor((await stat(file)).size / 2 / PAGE) * PAGE),
};

test("a damaged file fails its customer alone, and what stood in it is there when it is put back", async () => {
  const { api, customer, entitlement } = await edge.environment();
  const event = (id, key) => ({ customer: id, feature: "jobs", value: 1, key });
  for (const id of ["broken", "well"]) {
    await customer(id, { plan: "fifty" });
    (await api.post("/v1/usage", event(id, "before"))).is(200);
  }
  let count = 1;
  for (const [damage, make] of Object.entries(damages)) {
    await edge.stop();
    const file = await fileOf("broken");
    await cp(file, `${file}.kept`);
    await make(file);
    await edge.start();
    const asks = {
      usage: () => api.post("/v1/usage", event("broken", damage)),
      token: () => api.post("/v1/tokens", { customer: "broken" }),
      read: () => api.get("/v1/customers/broken/entitlements"),
      put: () => api.put("/v1/customers/broken", { name: "anew" }),
    };
    for (const [what, send] of Object.entries(asks)) {
      const answer = await send();
      assert.equal(answer.status, 503, `${damage}, ${what}: ${answer.text}`);
      assert.equal(answer.body.code, "unavailable");
      assert.ok(!/sqlite|malformed/i.test(answer.text), answer.text);
    }
    assert.ok(
      edge.lines.some((line) => /SQLITE_(CORRUPT|NOTADB)/.test(line)),
      `${damage}: the operator is not told why`,
    );
    edge.lines.length = 0;
    count += 1;
    (await api.post("/v1/usage", event("well", damage))).is(200);
    (await api.post("/v1/tokens", { customer: "well" })).is(201);
    assert.equal((await entitlement("well", "jobs")).used, count);
    await edge.stop();
    for (const end of ["-wal", "-shm"]) await rm(file + end, { force: true });
    await cp(`${file}.kept`, file);
    await rm(`${file}.kept`);
    await edge.start();
    assert.equal((await entitlement("broken", "jobs")).used, 1, damage);
  }
});
