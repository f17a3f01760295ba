// The demo as `make start` runs it: real workerd, a real backend, on a data folder of its own.

import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDemo } from "../../scripts/start/demo.mjs";
import { freePort, startEdge } from "../../scripts/start/edge.mjs";

const root = new URL("../..", import.meta.url).pathname;
const made = ["worker/build/index.js", "worker/assets/demo/index.html"];

// The demo's backend listens beside the edge. Below the ports that the kernel gives to outgoing connections.
async function twoPorts() {
  for (let port = 10_000 + (process.pid % 4000) * 2; ; port += 2) {
    if ((await freePort(port)) !== undefined && (await freePort(port + 1)) !== undefined) {
      return port;
    }
  }
}

/**
 * Starts the demo from what was built.
 * @returns {Promise<{ address: string, lines: string[], stop: () => Promise<void> }>} `lines` are what workerd said
 */
export async function startedDemo() {
  for (const path of made) {
    await stat(join(root, path)).catch(() => {
      throw new Error(`${path} is not built; run \`make build\` first`);
    });
  }
  const data = await mkdtemp(join(tmpdir(), "tollgate-browser-"));
  await mkdir(join(data, "objects"));
  await mkdir(join(data, "assets"));
  const port = await twoPorts();
  const lines = [];
  const operatorKey = randomBytes(24).toString("hex");
  const edge = await startEdge({
    port,
    data,
    baseUrl: `http://127.0.0.1:${port}`,
    operatorKey,
    masterSecret: randomBytes(32).toString("base64"),
    log: (line) => lines.push(line),
  });
  const close = async () => {
    await edge.stop();
    await rm(data, { recursive: true, force: true });
  };
  try {
    const demo = await startDemo({ url: edge.url, operatorKey, data, port });
    const stop = async () => {
      await demo.stop();
      await close();
    };
    return { address: demo.address, lines, stop };
  } catch (error) {
    await close();
    throw error;
  }
}
