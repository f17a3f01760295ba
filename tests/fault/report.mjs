// Reads the SQLite files of a stopped edge: a copy of each with its write-ahead log, so that the originals stay as the
// last process left them.

import { cp, mkdir, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const FOLDERS = { customer: "tollgate-customer", environment: "tollgate-environment" };

const read = (database, table, order) =>
  database.prepare(`SELECT * FROM ${table} ORDER BY ${order}`).all();
const document = (row) => ({ ...row, document: JSON.parse(row.document) });
const outbox = (database) =>
  read(database, "outbox", "seq").map((row) => ({ ...row, data: JSON.parse(row.data) }));

function customer(database) {
  return {
    profile: read(database, "profile", "one")[0],
    subscriptions: read(database, "subscription", "number").map(document),
    redemptions: read(database, "redemption", "number").map(document),
    grants: read(database, "grant", "number").map(document),
    overrides: read(database, "override", "feature").map(document),
    meters: new Map(read(database, "meter", "feature").map((row) => [row.feature, row])),
    events: read(database, "usage_event", "number").map((row) => ({
      ...row,
      decision: JSON.parse(row.decision),
    })),
    sagas: read(database, "saga", "id"),
    answers: new Map(read(database, "idempotency", "number").map((row) => [row.key, row])),
    outbox: outbox(database),
  };
}

function environment(database) {
  return {
    settings: read(database, "settings", "one")[0],
    catalogVersions: read(database, "catalog_version", "version").map(document),
    vouchers: read(database, "voucher", "number").map(document),
    codes: read(database, "code", "code"),
    tallies: new Map(read(database, "tally", "voucher").map((row) => [row.voucher, row])),
    redemptions: new Map(read(database, "redemption", "id").map((row) => [row.id, row])),
    customers: new Map(read(database, "customer", "number").map((row) => [row.id, row])),
    outbox: outbox(database),
  };
}

/** The environment of each file that was read: an object never moves. @type {Map<string, string>} */
const environmentOf = new Map();

/** The objects of one class that belong to an environment. */
async function readObjects(data, folder, environmentId, ownerOf, readRows) {
  const objects = join(data, "objects", folder);
  const copy = join(tmpdir(), `tollgate-report-${process.pid}-${folder}`);
  const names = await readdir(objects).catch(() => []);
  const found = [];
  for (const name of names) {
    if (!name.endsWith(".sqlite") || name === "metadata.sqlite") continue;
    const file = join(objects, name);
    if ((environmentOf.get(file) ?? environmentId) !== environmentId) continue;
    await rm(copy, { recursive: true, force: true });
    await mkdir(copy);
    for (const part of [name, `${name}-wal`]) {
      if (names.includes(part)) await cp(join(objects, part), join(copy, part));
    }
    const database = new DatabaseSync(join(copy, name));
    try {
      const [{ ok }] = database
        .prepare("SELECT integrity_check AS ok FROM pragma_integrity_check")
        .all();
      if (ok !== "ok") throw new Error(`${folder}/${name} is damaged: ${ok}`);
      if (!database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'schema_version'").get())
        continue;
      const rows = readRows(database);
      const owner = ownerOf(rows);
      if (owner) environmentOf.set(file, owner);
      if (owner === environmentId) found.push(rows);
    } finally {
      database.close();
      await rm(copy, { recursive: true, force: true });
    }
  }
  return found;
}

/**
 * @param {string} data the data folder
 * @param {string} environmentId whose objects are wanted
 * @returns {Promise<{ environment: EnvironmentRows, customers: Map<string, CustomerRows> }>}
 */
export async function readReport(data, environmentId) {
  const { customer: ofCustomers, environment: ofEnvironments } = FOLDERS;
  const [found] = await readObjects(
    data,
    ofEnvironments,
    environmentId,
    ({ settings }) => settings?.id,
    environment,
  );
  const customers = await readObjects(
    data,
    ofCustomers,
    environmentId,
    ({ profile }) => profile?.environment,
    customer,
  );
  return { environment: found, customers: new Map(customers.map((one) => [one.profile.id, one])) };
}

/** @typedef {ReturnType<typeof customer>} CustomerRows */
/** @typedef {ReturnType<typeof environment>} EnvironmentRows */
