// The invariants of ARCHITECTURE.md, checked on the files of a stopped edge against the ledger of its clients, however
// the edge was stopped.

import assert from "node:assert/strict";
import { JOBS, USES, WARNINGS } from "./catalog.mjs";
import { ANYTHING } from "./ledger.mjs";

/** Assertions that are counted. */
export class Tally {
  checks = 0;
  equal(actual, expected, what) {
    this.checks += 1;
    assert.deepEqual(actual, expected, what);
  }
  ok(holds, what) {
    this.checks += 1;
    assert.ok(holds, what);
  }
}

/** Events that accompany another event of the same change, so that they do not count as changes. */
const BESIDE = new Set(["usage.threshold", "voucher.redeemed"]);
/** Vouchers that are redeemed without a checkout: the redemption is a separate change. */
const ALONE = new Set(["scarce", "singles"]);

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const of = (facts, type) => facts.filter((fact) => fact.type === type).map(({ data }) => data);
const ids = (list) => list.map(({ id }) => id).sort();

/** Order, ids and times of an outbox, and that its earlier events are unchanged. */
function outboxHolds(tally, who, outbox, before) {
  tally.equal(
    outbox.map(({ seq }) => seq),
    outbox.map((_, at) => at + 1),
    `${who}: a gap in the outbox`,
  );
  tally.equal(new Set(ids(outbox)).size, outbox.length, `${who}: an event id stands twice`);
  const times = outbox.map(({ at }) => at);
  tally.equal(
    times,
    [...times].sort((a, b) => a - b),
    `${who}: events out of order`,
  );
  tally.equal(outbox.slice(0, before.length), before, `${who}: events changed after the fact`);
}

/** One event for every change, one version for every change. */
function changesHold(tally, who, rows, ledger) {
  const { outbox, profile, meters } = rows;
  const created = of(outbox, "subscription.created");
  tally.equal(ids(rows.subscriptions), ids(created), `${who}: subscriptions and their events`);
  tally.equal(
    ids(rows.redemptions),
    ids(of(outbox, "voucher.redeemed")),
    `${who}: redemptions and their events`,
  );
  const revoked = new Set(ids(of(outbox, "grant.revoked")));
  tally.equal(
    revoked.size,
    of(outbox, "grant.revoked").length,
    `${who}: a grant was revoked twice`,
  );
  const left = ids(of(outbox, "grant.created")).filter((id) => !revoked.has(id));
  tally.equal(ids(rows.grants), left, `${who}: grants and their events`);
  const overrides = new Map();
  for (const { type, data } of outbox) {
    if (type === "override.set") overrides.set(data.feature, data.limit);
    if (type === "override.removed") overrides.delete(data.feature);
  }
  tally.equal(
    new Map(rows.overrides.map(({ feature, document }) => [feature, document.limit])),
    overrides,
    `${who}: overrides and their events`,
  );
  for (const { document } of rows.subscriptions) {
    const last = outbox.filter(({ data }) => data.id === document.id).at(-1).data;
    tally.equal(
      [last.plan, last.price, last.addons],
      [document.plan, document.price, document.addons],
      `${who}: subscription and its last event`,
    );
  }
  const named = outbox.filter(({ type }) => /^customer\.(created|updated)$/.test(type)).at(-1).data;
  tally.equal(named.name, profile.name, `${who}: name and its last event`);

  const facts = outbox.filter(({ type }) => !BESIDE.has(type)).length;
  const alone = of(outbox, "voucher.redeemed").filter(({ voucher }) => ALONE.has(voucher)).length;
  const writes = new Set(
    rows.events.filter(({ decision }) => decision.allowed).map(({ key }) => key.split("/")[0]),
  );
  const taken = consumed(rows, ledger).length;
  const version = Math.max(profile.version, ...[...meters.values()].map((meter) => meter.version));
  tally.equal(version, facts + alone + writes.size + taken, `${who}: a gap in the versions`);
  return version;
}

/** Checks that consumed units: how many, and the usage after it. */
function consumed(rows, ledger) {
  const found = [];
  for (const [key, { body }] of rows.answers) {
    const units = ledger.consumes.get(key);
    const decision = units && body ? JSON.parse(body) : undefined;
    if (decision?.allowed) found.push({ ...units, used: decision.used });
  }
  return found;
}

/** Each event counts once and in full: the ranges of usage that events cover are contiguous. */
function usageHolds(tally, who, rows, ledger) {
  const accepted = rows.events
    .filter(({ decision }) => decision.allowed)
    .map(({ key, decision }) => ({ ...ledger.events.get(key), used: decision.used }));
  const all = [...accepted, ...consumed(rows, ledger)];
  for (const feature of ["jobs", "calls"]) {
    const shares = all.filter((share) => share.feature === feature).sort((a, b) => a.used - b.used);
    let end = 0;
    for (const { value, used } of shares) {
      tally.equal(used - value, end, `${who}: ${feature} counted twice, or not at all`);
      end = used;
    }
    tally.equal(rows.meters.get(feature)?.used ?? 0, end, `${who}: figure of ${feature}`);
    tally.equal(sum(shares.map(({ value }) => value)), end, `${who}: sum of ${feature}`);
  }
  const used = rows.meters.get("jobs")?.used ?? 0;
  tally.ok(used <= JOBS, `${who}: ${used} of ${JOBS} jobs`);
  const crossed = WARNINGS.filter((percent) => used * 100 >= percent * JOBS);
  tally.equal(
    of(rows.outbox, "usage.threshold").map(({ percent }) => percent),
    crossed,
    `${who}: thresholds and their events`,
  );
}

/** What was acknowledged is stored; what was not is stored completely or not at all. */
function acknowledgedHolds(tally, who, customer, rows, ledger, version) {
  const events = new Map(rows.events.map(({ key, decision }) => [key, decision.allowed]));
  for (const [key, allowed] of ledger.acknowledged) {
    if (ledger.events.get(key).customer !== customer) continue;
    tally.equal(events.get(key), allowed, `${who}: event ${key} was acknowledged`);
  }
  for (const [key, answer] of ledger.answers) {
    if (answer.customer !== customer) continue;
    const kept = rows.answers.get(key);
    tally.equal([kept?.status, kept?.body], [answer.status, answer.text], `${who}: answer ${key}`);
  }
  const shown = ledger.shown.get(customer) ?? 0;
  tally.ok(version >= shown, `${who}: version ${shown} was shown, ${version} is stored`);
  const pending = ledger.pending.get(customer);
  const addons = (id) => rows.subscriptions.find((one) => one.id === id)?.document.addons ?? {};
  const live = rows.subscriptions.find(
    ({ document }) => document.group === "tier" && document.status !== "canceled",
  );
  for (const [thing, value] of ledger.known.get(customer) ?? []) {
    let found;
    if (thing === "name") found = rows.profile.name;
    else if (thing === "override") found = rows.overrides[0]?.document.limit ?? null;
    else if (thing === "tier") found = live && { id: live.id, plan: live.document.plan };
    else if (thing.endsWith("/extra")) found = addons(thing.split("/")[0]).extra ?? 0;
    else found = rows.grants.some(({ id }) => id === thing);
    const may = pending?.thing === thing ? [value, pending.value] : [value];
    const fits = may.some(
      (wished) => wished === ANYTHING || JSON.stringify(wished) === JSON.stringify(found),
    );
    tally.ok(fits, `${who}: ${thing} is ${JSON.stringify(found)} and not ${JSON.stringify(may)}`);
  }
}

/** Uses of vouchers: never too many, and the same on both sides. */
function redemptionsHold(tally, environment, customers, settled) {
  const counting = [...environment.redemptions.values()].filter(
    ({ state }) => state !== "released",
  );
  for (const [voucher, most] of Object.entries(USES)) {
    const uses = counting.filter((one) => one.voucher === voucher);
    tally.equal(environment.tallies.get(voucher)?.taken ?? 0, uses.length, `count of ${voucher}`);
    tally.ok(uses.length <= most, `${uses.length} uses of ${voucher}, of ${most}`);
    const users = uses.map(({ customer }) => customer);
    tally.equal(new Set(users).size, users.length, `${voucher} twice for one customer`);
  }
  const singles = counting.filter(({ voucher }) => voucher === "singles");
  tally.equal(
    environment.codes
      .filter(({ used_by }) => used_by)
      .map(({ code, used_by }) => `${code} ${used_by}`)
      .sort(),
    singles.map(({ code, id }) => `${code} ${id}`).sort(),
    "unique codes and their uses",
  );
  for (const { id, customer, voucher, state } of counting) {
    const rows = customers.get(customer);
    const applied = rows.redemptions.some((one) => one.id === id);
    const driven = rows.sagas.some(({ work }) => work.includes(id));
    const what = `redemption ${id} of ${voucher}, ${state}`;
    tally.ok(state === "confirmed" ? applied : driven, `${what}: half done`);
    if (settled) tally.ok(applied && state === "confirmed", `${what}: not settled`);
  }
  for (const [customer, rows] of customers) {
    for (const { id, document } of rows.redemptions) {
      const there = environment.redemptions.get(id);
      tally.ok(
        there &&
          there.state !== "released" &&
          there.customer === customer &&
          there.voucher === document.voucher,
        `redemption ${id} of ${customer} is ${there?.state} in the environment`,
      );
    }
    if (settled) tally.equal(rows.sagas, [], `${customer}: work left over`);
  }
}

/** Versions of the catalogue, vouchers and their events, the index of customers. */
function environmentHolds(tally, environment, customers, ledger) {
  const { catalogVersions, outbox } = environment;
  tally.equal(
    catalogVersions.map(({ version }) => version),
    catalogVersions.map((_, at) => at + 1),
    "a gap in the catalogue versions",
  );
  tally.equal(
    of(outbox, "catalog.published").length,
    catalogVersions.length,
    "versions and their events",
  );
  const made = of(outbox, "voucher.created").map(({ key }) => key);
  tally.equal(
    environment.vouchers.map(({ key }) => key),
    made,
    "vouchers and their events",
  );
  const markers = catalogVersions.map(({ document }) => document.plans[0].name);
  tally.equal(new Set(markers).size, markers.length, "a version was published twice");
  for (const [version, marker] of ledger.catalogVersions) {
    tally.equal(markers[version - 1], marker, `catalogue version ${version} was acknowledged`);
  }
  for (const [id, { profile, sagas }] of customers) {
    const indexed = environment.customers.get(id);
    const waits = sagas.some((saga) => saga.id === "index");
    tally.ok(waits || indexed?.name === profile.name, `${id} is listed as ${indexed?.name}`);
  }
}

/**
 * @param {Tally} tally
 * @param {Awaited<ReturnType<typeof import("./report.mjs").readReport>>} found
 * @param {import("./ledger.mjs").Ledger} ledger
 * @param {Map<string, object[]>} outboxes what they were the last time, by owner; brought up to date
 * @param {{ settled?: boolean }} [options] settled: nothing may be left to do
 */
export function holds(
  tally,
  { environment, customers },
  ledger,
  outboxes,
  { settled = false } = {},
) {
  const kept = (who, outbox) => {
    outboxHolds(tally, who, outbox, outboxes.get(who) ?? []);
    outboxes.set(who, outbox);
  };
  kept("environment", environment.outbox);
  environmentHolds(tally, environment, customers, ledger);
  redemptionsHold(tally, environment, customers, settled);
  for (const [customer, rows] of customers) {
    kept(customer, rows.outbox);
    const version = changesHold(tally, customer, rows, ledger);
    usageHolds(tally, customer, rows, ledger);
    acknowledgedHolds(tally, customer, customer, rows, ledger, version);
  }
}
