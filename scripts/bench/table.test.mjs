import assert from "node:assert/strict";
import { test } from "node:test";
import { isKept, table } from "./table.mjs";

const row = {
  what: "verify",
  value: 70,
  baseline: 100,
  against: "jose",
  unit: "µs",
  budget: 0.85,
  keep: "atMost",
};

test("a budget is a ratio that is kept at most or at least", () => {
  assert.ok(isKept(row));
  assert.ok(!isKept({ ...row, value: 86 }));
  assert.ok(isKept({ ...row, keep: "atLeast", budget: 0.7 }));
  assert.ok(!isKept({ ...row, keep: "atLeast", budget: 0.71 }));
});

test("the table shows figure, baseline, ratio and verdict", () => {
  const [head, line] = table([row]).split("\n");
  assert.match(head, /^what +value +baseline +ratio +budget$/);
  assert.match(line, /^verify +70 µs +jose: 100 +0\.70 +≤ 0\.85 +kept$/);
  assert.match(table([{ ...row, value: 90 }]), /BEYOND$/);
});
