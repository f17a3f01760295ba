// One corpus, every implementation: native Rust, and WebAssembly in Node, workerd and Chromium, answer every case with
// what it expects, and with equal bytes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { chromium } from "./runners/chromium.mjs";
import { difference, files } from "./runners/corpus.mjs";
import { native } from "./runners/native.mjs";
import { node } from "./runners/node.mjs";
import { workerd } from "./runners/workerd.mjs";

const corpus = await files();
const cases = corpus.flatMap((file) => file.cases);
const lines = cases.map(({ line }) => line);

/** The answers of each implementation, in the order of the cases. */
const answers = {};
for (const [name, run] of Object.entries({ native, node, workerd, chromium })) {
  answers[name] = await run(lines);
}

test("the corpus has at least 400 cases, and every implementation answers all", (t) => {
  const kinds = Map.groupBy(cases, ({ kind }) => kind);
  const counts = [...kinds].map(([kind, { length }]) => `${kind} ${length}`).sort();
  t.diagnostic(`${cases.length} cases: ${counts.join(", ")}`);
  assert.ok(cases.length >= 400);
  for (const said of Object.values(answers)) assert.equal(said.length, cases.length);
});

let at = 0;
for (const { path, cases } of corpus) {
  const first = at;
  at += cases.length;
  test(`${path}: ${cases.length} cases`, () => {
    for (const [index, { name, expect }] of cases.entries()) {
      const said = answers.native[first + index];
      assert.equal(difference(JSON.parse(said), expect), undefined, `${path}: ${name}`);
      for (const [implementation, all] of Object.entries(answers)) {
        assert.equal(all[first + index], said, `${path}: ${name}: ${implementation} and native`);
      }
    }
  });
}
