import assert from "node:assert/strict";
import { test } from "node:test";
import { tally } from "./tally.mjs";

test("cargo's binaries add up", () => {
  const output = [
    "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
    "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
  ].join("\n");
  assert.deepEqual(tally(output), { passed: 15, failed: 2 });
});

test("node:test is read in both of its forms, cancelled counting as failed", () => {
  assert.deepEqual(tally("# tests 5\n# pass 4\n# fail 0\n# cancelled 1\n"), {
    passed: 4,
    failed: 1,
  });
  assert.deepEqual(tally("ℹ tests 7\nℹ pass 6\nℹ fail 1\nℹ cancelled 0\n"), {
    passed: 6,
    failed: 1,
  });
});

test("vitest is read with colours, with and without failures", () => {
  assert.deepEqual(tally(" Test Files  1 passed (1)\n      Tests  12 passed (12)\n"), {
    passed: 12,
    failed: 0,
  });
  assert.deepEqual(
    tally(
      "\u001b[2m      Tests \u001b[22m \u001b[31m1 failed\u001b[39m | \u001b[32m2 passed\u001b[39m (3)",
    ),
    {
      passed: 2,
      failed: 1,
    },
  );
});

test("what is no summary counts nothing", () => {
  assert.deepEqual(tally("3 passed\npass 4\nTests are fun\n"), { passed: 0, failed: 0 });
});
