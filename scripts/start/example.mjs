// One of the examples on an edge of its own, until Ctrl-C or SIGTERM: `npm start` in the folder of the example.
//
// The edge has the catalogue and the customers of the demo, on a data folder that goes when it ends. The example finds
// what it needs in its environment: TOLLGATE_ENDPOINT, TOLLGATE_ENVIRONMENT, TOLLGATE_PUBLISHABLE_KEY,
// TOLLGATE_SECRET_KEY, and PORT.

import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seed } from "../../examples/pricing-page/seed.mjs";
import { root } from "../command.mjs";
import { log, main, Refusal } from "../log.mjs";
import { caller } from "./api.mjs";
import { freePort, requireFree, startEdge } from "./edge.mjs";
import { startServer } from "./server.mjs";
import { readSettings } from "./settings.mjs";
import { startWorker } from "./worker.mjs";

const isThere = (path) => stat(path).then(Boolean, () => false);

/** Starts the edge, with an environment that is seeded. */
async function startSeeded() {
  const data = await mkdtemp(join(tmpdir(), "tollgate-example-"));
  for (const name of ["objects", "assets"]) await mkdir(join(data, name));
  const port = await freePort(0);
  const operatorKey = randomBytes(24).toString("hex");
  const edge = await startEdge({
    port,
    data,
    baseUrl: `http://127.0.0.1:${port}`,
    operatorKey,
    masterSecret: randomBytes(32).toString("base64"),
  });
  const stop = async () => {
    await edge.stop();
    await rm(data, { recursive: true, force: true });
  };
  try {
    const made = { name: "Example", kind: "sandbox" };
    const environment = await caller(edge.url, operatorKey)("POST", "/v1/environments", made);
    const api = caller(edge.url, environment.secretKey);
    await seed({ api, state: {}, keep: async () => {} });
    return { url: edge.url, environment, api, ended: edge.ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A Worker where the example has a `wrangler.toml`, else its `server.mjs` in Node. */
async function startExample(folder, port, vars) {
  if (await isThere(join(folder, "wrangler.toml"))) return startWorker({ folder, port, vars });
  const url = `http://127.0.0.1:${port}`;
  const env = { ...vars, PORT: String(port) };
  const server = await startServer(process.execPath, ["server.mjs"], { url, cwd: folder, env });
  return { url, ...server };
}

async function start() {
  const { port } = readSettings({ PORT: "3000", ...process.env });
  await requireFree(port);
  for (const path of ["worker/build/index.js", "packages/js/dist/server.js"]) {
    if (!(await isThere(join(root, path))))
      throw new Refusal("nothing is built yet; run `make build`");
  }
  log("starting an edge with three customers");
  const edge = await startSeeded();
  let example;
  try {
    const { id, publishableKey, secretKey } = edge.environment;
    log("starting the example");
    example = await startExample(process.cwd(), port, {
      TOLLGATE_ENDPOINT: edge.url,
      TOLLGATE_ENVIRONMENT: id,
      TOLLGATE_PUBLISHABLE_KEY: publishableKey,
      TOLLGATE_SECRET_KEY: secretKey,
    });
    const token = async (customer) => (await edge.api("POST", "/v1/tokens", { customer })).token;
    const asked = new Promise((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => resolve());
    });
    process.stdout.write(
      `The example is ready at ${example.url}\n\n` +
        `FREE=${await token("harbour-lab")}\n\nPRO=${await token("north-ferry")}\n\n` +
        "Tokens of a customer on Starter and of one on Pro, good for 15 minutes; end with Ctrl-C.\n",
    );
    await Promise.race([asked, edge.ended, example.ended]);
    log("stopping");
  } finally {
    await example?.stop();
    await edge.stop();
  }
}

await main(start);
