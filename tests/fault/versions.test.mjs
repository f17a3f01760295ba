// Data folders of every schema that was released, opened by the code of today; and one of a schema that is yet to come.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, test } from "node:test";
import * as jose from "jose";
import { freePort, startEdge } from "../../scripts/start/edge.mjs";
import { client } from "../e2e/client.mjs";
import { refused } from "../e2e/problem.mjs";
import { masterSecret, operatorKey, restore } from "./fixture/folder.mjs";

const fixture = join(import.meta.dirname, "fixture");
const kept = (await readdir(fixture)).filter((name) => name.startsWith("schema-")).sort();

async function folderOf(name) {
  const data = await mkdtemp(join(tmpdir(), "tollgate-version-"));
  after(() => rm(data, { recursive: true, force: true }));
  for (const part of ["objects", "assets"]) await mkdir(join(data, part));
  await restore(join(fixture, name), data);
  return data;
}

async function opened(data, baseUrl) {
  const edge = await startEdge({
    port: await freePort(0),
    data,
    baseUrl,
    operatorKey,
    masterSecret,
  });
  after(() => edge.stop());
  return edge;
}

const caller = (url, key) => client(url, { authorization: `Bearer ${key}` });

/** The schema of the objects of a class, and where they lie. */
async function schemas(data, kind) {
  const folder = join(data, "objects", `tollgate-${kind}`);
  const found = new Map();
  for (const name of await readdir(folder)) {
    if (!name.endsWith(".sqlite") || name === "metadata.sqlite") continue;
    const database = new DatabaseSync(join(folder, name));
    found.set(
      join(folder, name),
      database.prepare("SELECT version FROM schema_version").get()?.version,
    );
    database.close();
  }
  return found;
}

for (const name of kept) {
  test(`a folder of ${name} is opened, and everything that stood in it is there`, async () => {
    const known = JSON.parse(await readFile(join(fixture, name, "known.json"), "utf8"));
    const data = await folderOf(name);
    const edge = await opened(data, known.baseUrl);
    const api = caller(edge.url, known.secretKey);
    const profile = (await api.get("/v1/customers/acme")).is(200);
    assert.deepEqual(
      [profile.name, profile.email, profile.metadata],
      ["Acme", "a@acme.test", { a: [1, "ü"] }],
    );
    assert.deepEqual(
      profile.subscriptions.map(({ plan, planVersion, addons, quantities }) => ({
        plan,
        planVersion,
        addons,
        quantities,
      })),
      [
        { plan: "pro", planVersion: 2, addons: { "extra-calls": 2 }, quantities: { seats: 4 } },
        { plan: "fifty", planVersion: 2, addons: {}, quantities: {} },
      ],
    );
    const { entitlements } = (await api.get("/v1/customers/acme/entitlements")).is(200);
    assert.deepEqual([entitlements.jobs.limit, entitlements.jobs.used], [50, 12]);
    assert.deepEqual(
      [entitlements["api-calls"].limit, entitlements.storage.limit, entitlements.sso.value],
      [20_000, 77, true],
    );
    assert.equal(entitlements.analytics.value, true);
    assert.equal((await api.get("/v1/customers/acme/grants")).is(200).data.length, 1);
    assert.deepEqual(
      [
        (await api.get("/v1/vouchers/made")).is(200).redemptions,
        (await api.get("/v1/vouchers/welcome20")).is(200).redemptions,
      ],
      [1, 1],
    );
    assert.equal((await api.get("/v1/catalog/versions")).is(200).data.length, 2);
    assert.deepEqual(
      (await api.get("/v1/customers?limit=10")).is(200).data.map(({ id }) => id),
      ["acme"],
    );
    refused(await api.get("/v1/customers/gone"), 404, "customer_unknown");
    const jwks = (await api.get(`/v1/environments/${known.id}/jwks.json`)).is(200);
    const keys = jose.createLocalJWKSet(jwks);
    const { payload } = await jose.jwtVerify(known.token, keys, {
      audience: known.id,
      issuer: known.baseUrl,
      currentDate: new Date(jose.decodeJwt(known.token).iat * 1000),
    });
    assert.equal(payload.sub, "acme");

    // And it goes on from there.
    const usage = { customer: "acme", feature: "jobs", value: 38, key: "today" };
    assert.equal((await api.post("/v1/usage", usage)).is(200).results[0].status, "accepted");
    assert.equal(
      (await api.post("/v1/usage", { ...usage, key: "more" })).is(200).results[0].status,
      "refused",
    );
    refused(
      await api.post("/v1/customers/acme/vouchers", { code: known.codes[0] }),
      422,
      "voucher_not_redeemable",
    );
    (await api.put("/v1/customers/new", {})).is(201);
    (await api.post("/v1/customers/new/vouchers", { code: known.codes[1] })).is(201);
    const { token } = (await api.post("/v1/tokens", { customer: "acme" })).is(201);
    await jose.jwtVerify(token, keys, { audience: known.id, issuer: known.baseUrl });
    const environments = (await caller(edge.url, operatorKey).get("/v1/environments")).is(200);
    assert.deepEqual(
      environments.data.map(({ id }) => id),
      [known.id],
    );
  });
}

test("the schema of today is among those that are kept", async () => {
  const data = await mkdtemp(join(tmpdir(), "tollgate-version-"));
  after(() => rm(data, { recursive: true, force: true }));
  for (const part of ["objects", "assets"]) await mkdir(join(data, part));
  const edge = await opened(data, "http://tollgate.test");
  const made = (
    await caller(edge.url, operatorKey).post("/v1/environments", { name: "New", kind: "sandbox" })
  ).is(201);
  (await caller(edge.url, made.secretKey).put("/v1/customers/one", {})).is(201);
  await edge.stop();
  const versions = ["customer", "environment"].map(async (kind) => [
    ...(await schemas(data, kind)).values(),
  ]);
  const newest = Math.max(...(await Promise.all(versions)).flat());
  const wanted = `schema-${newest}`;
  assert.ok(
    kept.includes(wanted),
    `make ${wanted} by \`node tests/fault/fixture/make.mjs ${newest}\` and commit it`,
  );
});

/** Says of some objects that a newer version wrote them. */
async function aged(data, kind, holds) {
  for (const [file] of await schemas(data, kind)) {
    const database = new DatabaseSync(file);
    if (holds(database)) database.exec("UPDATE schema_version SET version = 99");
    database.close();
  }
}

test("a customer of a newer schema is refused in words and left as it is; others are served", async () => {
  const name = kept.at(-1);
  const known = JSON.parse(await readFile(join(fixture, name, "known.json"), "utf8"));
  const data = await folderOf(name);
  await aged(
    data,
    "customer",
    (database) => database.prepare("SELECT id FROM profile").get().id === "acme",
  );
  const edge = await opened(data, known.baseUrl);
  const api = caller(edge.url, known.secretKey);
  const event = { customer: "acme", feature: "jobs", value: 1, key: "new" };
  for (const answer of [
    await api.get("/v1/customers/acme"),
    await api.post("/v1/usage", event),
    await api.post("/v1/tokens", { customer: "acme" }),
    await api.delete("/v1/customers/acme"),
  ]) {
    const { detail } = refused(answer, 503, "data_too_new");
    assert.match(
      detail,
      /written by a newer version of Tollgate \(schema 99, this one knows \d+\)/,
    );
    assert.ok(Number(answer.headers.get("retry-after")) > 0);
  }
  (await api.put("/v1/customers/other", {})).is(201);
  await edge.stop();
  const versions = [...(await schemas(data, "customer")).values()];
  assert.equal(versions.filter((version) => version === 99).length, 1);
});

test("a whole folder of a newer schema is refused at the start, in words", async () => {
  const data = await folderOf(kept.at(-1));
  for (const kind of ["customer", "environment"]) await aged(data, kind, () => true);
  await assert.rejects(
    opened(data, "http://tollgate.test"),
    /cannot be used: the data was written by a newer version of Tollgate \(schema 99, this one knows \d+\)/,
  );
});
