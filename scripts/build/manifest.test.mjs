import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "../log.mjs";
import { readManifest } from "./manifest.mjs";

const module = `[[module]]
name = "gate"
crate = "c"
target = "t"
profile = "p"
features = []
types = []
rustflags = []
out = "o"
bindgen = []
optimize = []
budget = 10
`;
const worker = `[worker]
crate = "c"
target = "t"
profile = "p"
out = "o"
optimize = []
budget = 10
`;

const refusal = (part) => (error) => error instanceof Refusal && error.message.includes(part);

test("the files of a module have its name, or another that is said", async () => {
  const filesOf = async (text) => (await readManifest(text + worker)).modules[0].files;
  assert.equal(await filesOf(module), "gate");
  assert.equal(await filesOf(`${module}files = "other"\n`), "other");
  await assert.rejects(readManifest(`${module}files = ""\n${worker}`), refusal("`files`"));
});

test("the repository's own manifest holds its parts", async () => {
  const { modules, testModules, worker } = await readManifest();
  assert.deepEqual(
    modules.map(({ name }) => name),
    ["gate", "gate-server", "quote"],
  );
  assert.deepEqual(
    testModules.map(({ name }) => name),
    ["vectors", "curve"],
  );
  assert.equal(worker.out, "worker/build");
});

test("a missing, wrong or unknown field is named with its place", async () => {
  const cases = [
    [module.replace('crate = "c"\n', "") + worker, "module 1 needs a valid `crate`"],
    [module.replace("budget = 10", "budget = -1") + worker, "module 1 needs a valid `budget`"],
    [
      module.replace("features = []", 'features = "quote"') + worker,
      "module 1 needs a valid `features`",
    ],
    [`${module}bugdet = 3\n${worker}`, "module 1 has an unknown field `bugdet`"],
    [module, "[worker] needs a valid `crate`"],
    [worker, "names no [[module]]"],
    [`${module + worker}[wroker]\n`, "an unknown part `wroker`"],
    ["[[module", "cannot be read"],
  ];
  for (const [source, part] of cases) await assert.rejects(readManifest(source), refusal(part));
});
