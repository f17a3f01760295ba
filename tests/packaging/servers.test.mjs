// Plain Node, Deno and Bun, each on its own way to the WebAssembly.

import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { consumer } from "./consumer.mjs";
import { run, tool } from "./process.mjs";
import { expectedOfClient, expectedOfServer, setup } from "./setup.mjs";

const { given } = await setup();
const folder = await consumer("server");

const runtimes = {
  Node: [process.execPath],
  "Deno, with the permission to reach the edge alone": [
    tool("deno"),
    "run",
    "--no-prompt",
    "--node-modules-dir=manual",
    "--allow-env=GIVEN",
    `--allow-net=${new URL(given.issuer).host}`,
  ],
  Bun: [tool("bun"), "run"],
};

for (const [name, [program, ...args]] of Object.entries(runtimes)) {
  test(name, async () => {
    const env = { GIVEN: JSON.stringify(given) };
    const everything = await run(program, [...args, "main.js"], folder, { env });
    assert.deepEqual(JSON.parse(everything.stdout), {
      server: expectedOfServer,
      client: expectedOfClient,
    });
    assert.equal((await run(program, [...args, "gate.js"], folder, { env })).stdout, "true\n");
  });
}

test("one file that esbuild bundles for Node", async () => {
  const file = join(folder, "alone/main.mjs");
  await build({
    entryPoints: [join(folder, "main.js")],
    outfile: file,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
  });
  assert.deepEqual(await readdir(dirname(file)), ["main.mjs"]);
  const { stdout } = await run(process.execPath, [file], "/", {
    env: { GIVEN: JSON.stringify(given) },
  });
  assert.deepEqual(JSON.parse(stdout), { server: expectedOfServer, client: expectedOfClient });
});
