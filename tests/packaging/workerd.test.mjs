// A Worker that wrangler bundles, in plain workerd: it may compile no WebAssembly, and imports what was compiled.

import assert from "node:assert/strict";
import { test } from "node:test";
import { freePort } from "../../scripts/start/edge.mjs";
import { startWorker } from "../../scripts/start/worker.mjs";
import { consumer } from "./consumer.mjs";
import { expectedOfClient, expectedOfServer, scene } from "./scene.mjs";

const { given } = await scene();

test("a Worker", async () => {
  const worker = await startWorker({ folder: await consumer("worker"), port: await freePort(0) });
  try {
    const ask = async () => {
      const body = JSON.stringify(given);
      const signal = AbortSignal.timeout(20_000);
      return (await fetch(worker.url, { method: "POST", body, signal })).json();
    };
    const answers = await Promise.all([ask(), ask(), ask()]);
    for (const answer of answers) {
      assert.deepEqual(answer, { server: expectedOfServer, client: expectedOfClient });
    }
  } finally {
    await worker.stop();
  }
});
