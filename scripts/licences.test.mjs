// Every crate and package that is published brings the text of both licences, as the repository has it.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "./command.mjs";

const licences = ["LICENSE-MIT", "LICENSE-APACHE"];

/** The folders of a parent whose manifest does not say that they are kept here. */
async function published(parent, manifest, isKept) {
  const entries = await readdir(join(root, parent), { withFileTypes: true });
  const folders = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(parent, name));
  const texts = await Promise.all(
    folders.map((folder) => readFile(join(root, folder, manifest), "utf8")),
  );
  return folders.filter((_, index) => !isKept(texts[index]));
}

const crates = await published("crates", "Cargo.toml", (text) => /^publish = false$/m.test(text));
const packages = await published("packages", "package.json", (text) => JSON.parse(text).private);

test("crates and packages are published", () => {
  assert.ok(crates.length > 0 && packages.length > 0);
});

for (const folder of [...crates, ...packages]) {
  test(`${folder} has the licences of the repository`, async () => {
    for (const licence of licences) {
      const text = await readFile(join(root, folder, licence), "utf8");
      assert.equal(text, await readFile(join(root, licence), "utf8"), licence);
    }
  });
}
