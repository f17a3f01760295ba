import assert from "node:assert/strict";
import { test } from "node:test";
import { isAllowed } from "./dependencies.mjs";

test("an expression is met by one side of OR, and by both of AND", () => {
  const allowed = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "Unicode-3.0"];
  for (const good of [
    "MIT",
    "MIT OR GPL-3.0",
    "GPL-3.0/MIT",
    "(MIT OR Apache-2.0) AND Unicode-3.0",
    "Apache-2.0 WITH LLVM-exception OR BSD-4-Clause",
  ]) {
    assert.ok(isAllowed(good, allowed), good);
  }
  for (const bad of [
    "",
    "GPL-3.0",
    "MIT AND GPL-3.0",
    "(MIT OR Apache-2.0) AND NCSA",
    "MIT WITH something",
    "(MIT",
  ]) {
    assert.ok(!isAllowed(bad, allowed), bad);
  }
});
