// Every code sample of the README files and the guides: compiled strictly against the packages, parsed, and where it is
// a catalogue or a part of one, accepted by the real edge.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { startedEdge } from "../e2e/edge.mjs";
import { findings } from "./check.mjs";
import { samplesOf } from "./samples.mjs";

const root = new URL("../..", import.meta.url).pathname;

async function pages() {
  const found = ["README.md"];
  for (const parent of ["crates", "packages", "examples"]) {
    for (const name of await readdir(join(root, parent))) found.push(`${parent}/${name}/README.md`);
  }
  for (const name of await readdir(join(root, "docs"))) {
    if (name.endsWith(".md")) found.push(`docs/${name}`);
  }
  const texts = await Promise.all(
    found.map(async (page) => [page, await readFile(join(root, page), "utf8").catch(() => null)]),
  );
  return texts.filter(([, text]) => text !== null);
}

const all = (await pages()).flatMap(([page, text]) => samplesOf(page, text));

test("every sample compiles or parses", async () => {
  assert.ok(all.length > 20, "the samples were not found");
  assert.deepEqual(await findings(all), []);
});

test("every catalogue, or part of one, is accepted by the edge", async () => {
  const edge = await startedEdge();
  const { api } = await edge.environment({ catalog: null });
  const demo = parse(await readFile(join(root, "examples/pricing-page/catalog.yaml"), "utf8"));
  const parts = ["features", "plans", "addons", "vouchers"];
  const catalogs = all
    .filter(({ language }) => language === "yaml")
    .map((sample) => ({ sample, document: parse(sample.code) }))
    .filter(({ document }) => parts.some((part) => part in document));
  assert.ok(catalogs.length > 0, "no catalogue was found");
  for (const { sample, document } of catalogs) {
    const whole = { ...demo, ...document };
    // A part stands in the catalogue of the demo, in place of what has its keys.
    if (!("version" in document)) {
      for (const part of parts) {
        const given = document[part] ?? [];
        const kept = demo[part].filter(({ key }) => !given.some((each) => each.key === key));
        whole[part] = [...kept, ...given];
      }
    }
    const { status, text } = await api.put("/v1/catalog?dryRun=true", whole);
    assert.equal(status, 200, `${sample.page}:${sample.line}: ${text}`);
  }
});

test("every link to a file of the repository leads to one", async () => {
  const lost = [];
  for (const [page, text] of await pages()) {
    for (const [, target] of text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const path = join(root, page, "..", target);
      const isThere = await readFile(path).then(
        () => true,
        ({ code }) => code === "EISDIR",
      );
      if (!isThere) lost.push(`${page}: ${target}`);
    }
  }
  assert.deepEqual(lost, []);
});

test("a sample that is wrong is found, with its page and line", async () => {
  const page = [
    "# A page",
    "```tsx",
    'import { Protect } from "@tollgate/react";',
    "export const gate = <Protect feature={7}>open</Protect>;",
    "```",
    "```ts",
    "const count: number = 'three';",
    "```",
    "```js",
    'import { gone } from "@tollgate/js";',
    "```",
    "```sh",
    "if true; then",
    "```",
    "```json",
    "{,}",
    "```",
    "```yaml",
    "a: [",
    "```",
    "```css",
    "a { color: red",
    "```",
    "```rust",
    "fn main() {}",
    "```",
  ].join("\n");
  const found = await findings(samplesOf("wrong.md", page));
  for (const [line, what] of [
    [4, "TS2322"],
    [7, "TS2322"],
    [10, "TS2305"],
    [13, "syntax error"],
    [16, "JSON"],
    [19, ""],
    [22, ""],
    [25, "`rust` is checked by nothing"],
  ]) {
    const hit = found.find((each) => each.startsWith(`wrong.md:${line}: `) && each.includes(what));
    assert.ok(hit, `nothing was found in line ${line}: ${found.join("\n")}`);
  }
  assert.throws(() => samplesOf("open.md", "text\n```ts\nlet a;"), /open\.md:2: /);
});
