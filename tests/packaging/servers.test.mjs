// Plain Node, Deno and Bun, each on its own way to the WebAssembly.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { consumer } from "./consumer.mjs";
import { run, tool } from "./process.mjs";
import { expectedOfClient, expectedOfServer, scene } from "./scene.mjs";

let given;
let folder;

before(async () => {
  ({ given } = await scene());
  folder = await consumer("server");
});

const host = () => new URL(given.issuer).host;

const runtimes = {
  Node: () => [process.execPath, "main.js"],
  // Neither files nor anything else but the edge and what it is told.
  "Node, without the permission to read any file beside the code": () => [
    process.execPath,
    "--permission",
    "--allow-net",
    `--allow-fs-read=${folder}`,
    "main.js",
  ],
  "Deno, with the permission to reach the edge alone": () => [
    tool("deno"),
    "run",
    "--no-prompt",
    "--node-modules-dir=manual",
    "--allow-env=GIVEN",
    `--allow-net=${host()}`,
    "main.js",
  ],
  Bun: () => [tool("bun"), "run", "main.js"],
};

for (const [name, command] of Object.entries(runtimes)) {
  test(name, async () => {
    const [program, ...args] = command();
    const { stdout } = await run(program, args, folder, { env: { GIVEN: JSON.stringify(given) } });
    assert.deepEqual(JSON.parse(stdout), { server: expectedOfServer, client: expectedOfClient });
  });
}
