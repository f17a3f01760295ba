import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { bodiesOf, chained, order } from "./order.mjs";

test("the longest body comes first, and then whatever is most similar to the one before", () => {
  const bodies = ["xyz", "abcdefgh", "wxyz", "abcdefg"].map((text) => Buffer.from(text));
  assert.deepEqual(chained(bodies), [1, 3, 0, 2]);
  assert.deepEqual(chained([]), []);
});

/** `one` gives 1, `sum` adds two of it, `two` gives 2; a function is imported. */
const wasm = Buffer.from([
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 8, 2, 0x60, 0, 0, 0x60, 0, 1, 0x7f],
  ...[2, 7, 1, 1, 0x65, 1, 0x66, 0, 0],
  ...[3, 4, 3, 1, 1, 1],
  ...[
    7,
    19,
    3,
    3,
    ...Buffer.from("one"),
    0,
    1,
    3,
    ...Buffer.from("sum"),
    0,
    2,
    3,
    ...Buffer.from("two"),
    0,
    3,
  ],
  ...[10, 19, 3, 4, 0, 0x41, 1, 0x0b, 7, 0, 0x10, 1, 0x10, 1, 0x6a, 0x0b, 4, 0, 0x41, 2, 0x0b],
]);

test("a module does in order what it did before", async () => {
  const folder = await mkdtemp(join(tmpdir(), "order-"));
  try {
    const file = join(folder, "module.wasm");
    await writeFile(file, wasm);
    await order(file, []);
    const ordered = await readFile(file);
    const { instance } = await WebAssembly.instantiate(ordered, { e: { f: () => {} } });
    const { one, sum, two } = instance.exports;
    assert.deepEqual([one(), sum(), two()], [1, 2, 2]);
    assert.deepEqual(
      bodiesOf(ordered).map(({ length }) => length),
      [7, 4, 4],
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});
