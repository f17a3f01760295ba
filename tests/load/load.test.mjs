import assert from "node:assert/strict";
import { test } from "node:test";
import { configurations, prepareFolder, start } from "../bench/workerd.mjs";
import { draw } from "./chart.mjs";
import { flatOut, paced } from "./drive.mjs";
import { kinds } from "./kinds.mjs";
import { assumptions, model } from "./model.mjs";

const given = Object.fromEntries(
  Object.entries(assumptions).map(([name, { value }]) => [name, value]),
);
const room = { indexBytes: 64, idLength: 13, customerBytes: 90_000 };

test("the figures of one hundred million customers are those that were worked out by hand", () => {
  const { spread, environment, hot, stored } = model(given, room);
  // 1 % of 10^8 renew once in 900 s.
  assert.equal(Math.round(spread.tokens), 1_111);
  // 10^8 customers with 20 events a day, three times the mean at the peak.
  assert.equal(Math.round(spread.usage), 69_444);
  // 3,000 isolates every 5 s, and every 60 s.
  assert.deepEqual([environment.versionChecks, environment.wholeReads], [600, 50]);
  // 50 KB for each of 3,000 isolates within 5 s.
  assert.equal(environment.catalogMbSecond, 30);
  // A million redemptions in an hour, two steps each.
  assert.equal(Math.round(environment.redemptionSteps), 556);
  // 64 bytes, twice 23 more for a longer id, 16 for a name.
  assert.equal(environment.rowBytes, 126);
  assert.equal(environment.indexGb, 12.6);
  assert.deepEqual([hot.requests, stored.customersTb], [1_000, 9]);
});

test("every kind of load is answered as it should be, flat out and paced", async () => {
  const spot = await prepareFolder(configurations.edge);
  const undo = [spot.remove];
  try {
    const edge = await start(spot);
    undo.push(edge.stop);
    const all = await kinds(edge, spot.operatorKey, { customers: 8 });
    for (const [name, kind] of Object.entries(all)) {
      const found = await flatOut(edge, kind, { clients: 2, seconds: 0.1 });
      assert.deepEqual([name, found.errors], [name, {}]);
      assert.ok(found.answers > 0 && found.micros.p50 <= found.micros["p99.9"], name);
    }
    const pace = { clients: 4, seconds: 1, perSecond: 20 };
    const steady = await paced(edge, all.check, pace);
    assert.deepEqual([steady.answers, steady.errors], [20, {}]);
    const wrong = await flatOut(edge, { ...all.check, status: 418 }, { clients: 1, seconds: 0.1 });
    assert.equal(wrong.answers, 0);
    assert.ok(wrong.errors["200"] > 0);
  } finally {
    for (const step of undo.reverse()) await step();
  }
});

test("a plot says what its axes are, in either scheme", async () => {
  const chart = {
    title: "Title of the plot",
    data: [
      { size: 1, ratio: 1 },
      { size: 1_000, ratio: 1.2 },
    ],
    mark: { type: "line" },
    x: { field: "size", scale: "log", title: "customers" },
    y: { field: "ratio", title: "a multiple", from: 0, to: 2 },
    height: 100,
  };
  for (const scheme of ["light", "dark"]) {
    const svg = await draw(chart, scheme);
    for (const text of ["Title of the plot", "customers", "a multiple", "1,000"]) {
      assert.ok(svg.includes(text), `${scheme}: ${text}`);
    }
  }
});
