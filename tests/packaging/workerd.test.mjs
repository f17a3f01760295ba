// A Worker that wrangler bundles, in plain workerd: it may compile no WebAssembly, and imports what was compiled.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { freePort } from "../../scripts/start/edge.mjs";
import { startWorker } from "../../scripts/start/worker.mjs";
import { consumer } from "./consumer.mjs";
import { expectedOfClient, expectedOfServer, setup } from "./setup.mjs";

const { given } = await setup();
const worker = await startWorker({ folder: await consumer("worker"), port: await freePort(0) });
after(() => worker.stop());

const ask = (body, signal = AbortSignal.timeout(20_000)) =>
  fetch(worker.url, {
    method: "POST",
    headers: { Authorization: `Bearer ${given.token}` },
    body: JSON.stringify(body),
    signal,
  });

test("a Worker", async () => {
  const answers = await Promise.all([ask(given), ask(given), ask(given)]);
  for (const answer of answers) {
    assert.deepEqual(await answer.json(), { server: expectedOfServer, client: expectedOfClient });
  }
});

test("a request that is given up takes no other with it", async () => {
  const { issuer, audience } = given;
  const path = `/v1/environments/${audience}/jwks.json`;
  const keys = await (await fetch(issuer + path, { signal: AbortSignal.timeout(5_000) })).text();
  // Does not answer the first request.
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  let asked = 0;
  server.on("request", (_, response) => {
    asked += 1;
    if (asked > 1) response.end(keys);
  });
  try {
    const jwks = `http://127.0.0.1:${server.address().port}/`;
    const givenUp = new AbortController();
    const first = ask({ issuer, audience, jwks }, givenUp.signal);
    await once(server, "request");
    const second = ask({ issuer, audience, jwks });
    givenUp.abort();
    await assert.rejects(first);
    const answer = await second;
    assert.deepEqual([answer.status, await answer.json()], [200, "acme"]);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
