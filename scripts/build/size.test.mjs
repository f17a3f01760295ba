import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "../log.mjs";
import { brotliSize, gzipSize, keepBudget } from "./size.mjs";

test("a budget is kept up to its last byte and fails one beyond it", () => {
  const sizes = (compressed) => ({ raw: 9000, compressed });
  keepBudget("it", sizes(4096), "brotli", 4096);
  assert.throws(
    () => keepBudget("it", sizes(4097), "brotli", 4096),
    (error) => error instanceof Refusal && error.message.includes("1 bytes beyond the budget"),
  );
});

test("sizes are those of the whole, compressed at its best", async () => {
  const bytes = Buffer.alloc(100_000, "tollgate ");
  for (const size of [await brotliSize(bytes), await gzipSize(bytes)]) {
    assert.ok(size > 10 && size < 500, String(size));
  }
});
