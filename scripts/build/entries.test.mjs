import assert from "node:assert/strict";
import { test } from "node:test";
import { measureEntry, readBudgets, sizesTable } from "./entries.mjs";

const entry = 'name = "@tollgate/js"\nbudget = 9';

test("budgets are read strictly", async () => {
  assert.deepEqual(await readBudgets(`[[entry]]\n${entry}`), [
    { name: "@tollgate/js", only: [], lazy: false, modules: [], without: [], budget: 9 },
  ]);
  const refusals = {
    "": /names no/,
    "entry = 1\n[[entry]]": /cannot be read/,
    "[other]": /unknown part `other`/,
    [`[[entry]]\n${entry}\nsize = 3`]: /entry 1 has an unknown field `size`/,
    [`[[entry]]\n${entry}.5`]: /entry 1 needs a valid `budget`/,
    '[[entry]]\nname = ""\nbudget = 1': /entry 1 needs a valid `name`/,
    [`[[entry]]\n${entry}\nmodules = [1]`]: /entry 1 needs a valid `modules`/,
  };
  for (const [text, message] of Object.entries(refusals)) {
    await assert.rejects(readBudgets(text), { message });
  }
});

test("what is loaded later counts apart from what is loaded at once", async () => {
  const [entry] = (await readBudgets()).filter(({ name }) => name === "@tollgate/js");
  const atOnce = await measureEntry({ ...entry, lazy: false, modules: ["gate"] });
  const later = await measureEntry({ ...entry, lazy: true, modules: [] });
  assert.ok(atOnce.script > 2 * later.script && later.script > 1_000);
  assert.equal(atOnce.size, atOnce.script + atOnce.wasm);
  assert.equal(later.wasm, 0);
  const part = await measureEntry({ ...entry, only: ["deny"], modules: [] });
  assert.ok(part.script < atOnce.script / 2);
  await assert.rejects(measureEntry({ ...entry, modules: ["other"] }), /no module `other`/);
});

test("sizes stand beside their budgets", () => {
  const sizes = { script: 1024, wasm: 512, size: 1536, budget: 2048 };
  assert.equal(
    sizesTable([{ name: "a", only: ["B"], lazy: true, modules: [], without: [], ...sizes }]).split(
      "\n",
    )[1],
    "a, B only, loaded later  1.0 KB  0.5 KB    1.5 KB  2.0 KB",
  );
});
