// The SQLite files of an edge that does not run, read as they lie there: a copy of each with its log of writes, so that
// what the next start finds is what the last one left.

import { cp, readdir, rm } from "node:fs/promises";
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
    grants: read(database, "given", "number").map(document),
    overrides: read(database, "override", "feature").map(document),
    meters: new Map(read(database, "meter", "feature").map((row) => [row.feature, row])),
    events: read(database, "usage_event", "number").map((row) => ({
      ...row,
      decision: JSON.parse(row.decision),
    })),
    chains: read(database, "chain", "id"),
    answers: new Map(read(database, "idempotency", "number").map((row) => [row.key, row])),
    outbox: outbox(database),
  };
}

function environment(database) {
  return {
    settings: read(database, "settings", "one")[0],
    editions: read(database, "edition", "version").map(document),
    vouchers: read(database, "voucher", "number").map(document),
    codes: read(database, "code", "code"),
    tallies: new Map(read(database, "tally", "voucher").map((row) => [row.voucher, row])),
    redemptions: new Map(read(database, "redemption", "id").map((row) => [row.id, row])),
    customers: new Map(read(database, "customer", "number").map((row) => [row.id, row])),
    outbox: outbox(database),
  };
}

async function each(objects, folder, look) {
  const found = [];
  for (const name of await readdir(join(objects, folder)).catch(() => [])) {
    if (!name.endsWith(".sqlite") || name === "metadata.sqlite") continue;
    const database = new DatabaseSync(join(objects, folder, name));
    try {
      const [{ ok }] = database
        .prepare("SELECT integrity_check AS ok FROM pragma_integrity_check")
        .all();
      if (ok !== "ok") throw new Error(`${folder}/${name} is damaged: ${ok}`);
      const made = database
        .prepare("SELECT 1 FROM sqlite_master WHERE name = 'schema_version'")
        .get();
      if (made) found.push(look(database));
    } finally {
      database.close();
    }
  }
  return found;
}

/**
 * @param {string} data the data folder
 * @param {string} environmentId whose objects are wanted
 * @returns {Promise<{ environment: ReturnType<typeof environment>, customers: Map<string, ReturnType<typeof customer>> }>}
 */
export async function autopsy(data, environmentId) {
  const copy = join(tmpdir(), `tollgate-autopsy-${process.pid}`);
  await cp(join(data, "objects"), copy, { recursive: true });
  try {
    const environments = await each(copy, FOLDERS.environment, environment);
    const customers = await each(copy, FOLDERS.customer, customer);
    const own = customers.filter(({ profile }) => profile?.environment === environmentId);
    return {
      environment: environments.find(({ settings }) => settings?.id === environmentId),
      customers: new Map(own.map((one) => [one.profile.id, one])),
    };
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** @typedef {ReturnType<typeof customer>} CustomerRows */
/** @typedef {ReturnType<typeof environment>} EnvironmentRows */
