// Mistakes in published packages: publint and "are the types wrong" on the tarballs; that every source map leads to a
// source that is delivered; and that each has its README and its licences.

import assert from "node:assert/strict";
import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { consumer } from "./consumer.mjs";
import { tarballs } from "./pack.mjs";
import { run, tool } from "./process.mjs";

const folder = await consumer("server");
const installed = (name) => join(folder, "node_modules", name);

for (const { name, tarball } of await tarballs()) {
  test(`publint on ${name}`, async () => {
    const { messages, pkg } = await publint({ pkgDir: installed(name), pack: false, strict: true });
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg)),
      [],
    );
  });

  test(`${name} has a README and the text of its licences`, async () => {
    const files = await readdir(installed(name));
    for (const file of ["README.md", "LICENSE-MIT", "LICENSE-APACHE"]) {
      assert.ok(files.includes(file), `${file} is missing`);
    }
  });

  test(`the maps of ${name} lead to sources that it brings`, async () => {
    const dist = join(installed(name), "dist");
    const maps = (await readdir(dist, { recursive: true })).filter((file) => file.endsWith(".map"));
    assert.ok(maps.length > 0);
    for (const file of maps) {
      const path = join(dist, file);
      const { sources, sourcesContent } = JSON.parse(await readFile(path, "utf8"));
      for (const [at, source] of sources.entries()) {
        if (sourcesContent?.[at]) continue;
        const found = await stat(join(dirname(path), source)).catch(() => null);
        assert.ok(found?.isFile(), `${file} names ${source}`);
      }
    }
  });

  if (name === "@tollgate/cli") continue;
  test(`the types of ${name} are right`, async () => {
    const args = [tarball, "--profile", "esm-only", "--no-color", "--format", "ascii"];
    const assets = [...Object.keys(await exportsOf(name))].filter((entry) =>
      /\.(wasm|css|json)$/.test(entry),
    );
    await run(tool("attw"), [...args, "--exclude-entrypoints", ...assets], folder);
  });
}

async function exportsOf(name) {
  return JSON.parse(await readFile(join(installed(name), "package.json"), "utf8")).exports;
}

test("the packages install with what they ask for", async () => {
  const paths = (await tarballs()).slice(0, 2).map(({ tarball }) => tarball);
  const fresh = await consumer("empty");
  const flags = ["--offline", "--legacy-peer-deps", "--no-audit", "--no-fund", "--loglevel=error"];
  await run("npm", ["install", ...flags, ...paths], fresh);
  const { dependencies } = JSON.parse(await readFile(join(fresh, "package.json"), "utf8"));
  assert.deepEqual(Object.keys(dependencies).sort(), ["@tollgate/js", "@tollgate/react"]);
});
