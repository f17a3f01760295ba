// The demo as `make start` runs it: real workerd, a real backend, on a data folder of its own.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../scripts/start/edge.mjs";

const root = new URL("../..", import.meta.url).pathname;

// The demo's backend listens beside the edge. Below the ports that the kernel gives to outgoing connections.
async function twoPorts() {
  for (let port = 10_000 + (process.pid % 4000) * 2; ; port += 2) {
    if ((await freePort(port)) !== undefined && (await freePort(port + 1)) !== undefined)
      return port;
  }
}

/**
 * Starts the demo.
 * @returns {Promise<{ address: string, url: string, secretKey: string, stop: () => Promise<void> }>}
 */
export async function startedDemo() {
  const data = await mkdtemp(join(tmpdir(), "tollgate-browser-"));
  const port = await twoPorts();
  const child = spawn(process.execPath, [join(root, "scripts/start.mjs")], {
    cwd: root,
    env: { ...process.env, PORT: String(port), TOLLGATE_DATA: data },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const ready = new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`not ready within 240 s: ${said}`)), 240_000);
    const hear = (chunk) => {
      said += chunk;
      const found =
        /ready at (\S+).*secret key\s+(\S+).*publishable key\s+\S+.*demo\s+(\S+)\n/s.exec(said);
      if (!found) return;
      clearTimeout(limit);
      resolve({ url: found[1], secretKey: found[2], address: found[3] });
    };
    child.stdout.setEncoding("utf8").on("data", hear);
    child.stderr.setEncoding("utf8").on("data", hear);
    child.once("exit", (code) => {
      clearTimeout(limit);
      reject(new Error(`it ended with ${code}: ${said}`));
    });
  });
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  try {
    return { ...(await ready), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
