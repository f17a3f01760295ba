import assert from "node:assert/strict";
import { test } from "node:test";
import { isKept, ratios, table } from "./table.mjs";

const row = {
  what: "verify",
  against: "jose",
  unit: "µs",
  rounds: [
    [90, 100],
    [70, 100],
    [80, 160],
  ],
  budget: 0.85,
  aim: 0.65,
  keep: "atMost",
};

test("the median of the rounds' ratios decides", () => {
  assert.deepEqual(ratios(row), { min: 0.5, median: 0.7, max: 0.9 });
  assert.deepEqual(ratios({ ...row, rounds: row.rounds.slice(1) }), {
    min: 0.5,
    median: 0.6,
    max: 0.7,
  });
});

test("a budget is a ratio that is kept at most or at least", () => {
  assert.ok(isKept(row));
  assert.ok(!isKept({ ...row, budget: 0.69 }));
  assert.ok(isKept({ ...row, keep: "atLeast", budget: 0.7 }));
  assert.ok(!isKept({ ...row, keep: "atLeast", budget: 0.71 }));
  assert.ok(isKept({ ...row, budget: undefined }));
});

test("the table shows both sides, the spread of the ratio and the verdict", () => {
  const [head, line] = table([row]).split("\n");
  assert.match(head, /^what +ours +baseline +ratio min \/ median \/ max +budget +aim +held\?$/);
  assert.match(
    line,
    /^verify +80 µs +100 \(jose\) +0\.50 \/ 0\.70 \/ 0\.90 +≤ 0\.85 +≤ 0\.65 +yes$/,
  );
  assert.match(table([{ ...row, aim: 0.7 }]), /yes, and the aim$/);
  assert.match(table([{ ...row, budget: 0.6 }]), /NO$/);
  assert.match(table([{ ...row, rounds: [[1, 2]] }]), / 0\.50 +≤ 0\.85/);
});
