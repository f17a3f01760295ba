// The demo: an environment of its own on the edge, its customers, its page and the backend of its page.

import { cp, mkdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../command.mjs";
import { caller } from "./api.mjs";
import { freePort } from "./edge.mjs";
import { writeWhole } from "./folder.mjs";

const example = join(root, "examples/pricing-page");

/**
 * Sets the demo up, or finds it as it was left, and starts its backend.
 * @param {{ url: string, issuer: string, operatorKey: string, data: string, port: number }} edge
 * @returns {Promise<{ secretKey: string, publishableKey: string, address: string, stop: () => Promise<void> }>}
 */
export async function startDemo({ url, issuer, operatorKey, data, port }) {
  const { startBackend } = await import(join(example, "backend.mjs"));
  const { seed } = await import(join(example, "seed.mjs"));
  const path = join(data, "demo.json");
  const known = JSON.parse(await readFile(path, "utf8").catch(() => "{}"));
  const keep = (state) => writeWhole(path, `${JSON.stringify(state, null, 2)}\n`);

  if (!known.environment) {
    known.environment = await caller(url, operatorKey)("POST", "/v1/environments", {
      name: "Demo",
      kind: "sandbox",
    });
    await keep(known);
  }
  const { id, secretKey, publishableKey } = known.environment;
  const api = caller(url, secretKey);
  await seed({ api, state: known, keep });

  // The next port where it is free, else any: the page learns it from its configuration.
  const wished = port < 65535 ? await freePort(port + 1) : undefined;
  const backend = await startBackend({ api, state: known, keep, origin: url, port: wished ?? 0 });
  const assets = join(data, "assets");
  await rm(assets, { recursive: true, force: true });
  await mkdir(join(assets, "demo"), { recursive: true });
  const built = join(root, "worker/assets");
  if (await stat(built).catch(() => null)) await cp(built, assets, { recursive: true });
  const config = { endpoint: url, issuer, environment: id, publishableKey, backend: backend.url };
  await writeWhole(join(assets, "demo/config.json"), `${JSON.stringify(config)}\n`);
  return { secretKey, publishableKey, address: `${url}/demo/`, stop: backend.stop };
}
