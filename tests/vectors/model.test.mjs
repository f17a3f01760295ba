// The naive model in `model/` and the engine: on the whole corpus, and on random cases.
//
// `TOLLGATE_SEED` chooses other random cases than those that every run has, `TOLLGATE_CASES` how many.

import assert from "node:assert/strict";
import { test } from "node:test";
import { attempt } from "../../scripts/command.mjs";
import { folder } from "./runners/corpus.mjs";
import { program } from "./runners/native.mjs";

const engine = await program();

async function model(t, module, ...args) {
  const { code, output } = await attempt("python3", ["-m", `model.${module}`, engine, ...args], {
    cwd: folder,
    seconds: 240,
  });
  for (const line of output.trimEnd().split("\n")) t.diagnostic(line);
  assert.equal(code, 0, output);
}

test("the model, the engine and what the corpus expects agree on every case", (t) =>
  model(t, "verify"));

test("model and engine agree on random catalogues, customers and selections", (t) =>
  model(
    t,
    "differential",
    process.env.TOLLGATE_CASES ?? "3000",
    process.env.TOLLGATE_SEED ?? "20261121",
  ));
