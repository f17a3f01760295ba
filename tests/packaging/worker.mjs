// A Worker as wrangler bundles it, in plain workerd.

import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "../../scripts/start/edge.mjs";
import { run, serve, tool } from "./process.mjs";

const module = (file) =>
  file.endsWith(".wasm")
    ? `(name = "./${file}", wasm = embed "${file}")`
    : `(name = "${file}", esModule = embed "${file}")`;

/**
 * Bundles and starts the Worker of a folder.
 * @param {string} folder with a `wrangler.toml`
 * @param {{ vars?: Record<string, string> }} [options] what it finds in `env`
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startedWorker(folder, { vars = {} } = {}) {
  await run(tool("wrangler"), ["deploy", "--dry-run", "--outdir", "built"], folder, {
    env: { WRANGLER_SEND_METRICS: "false", WRANGLER_LOG_PATH: join(folder, "logs") },
  });
  const built = join(folder, "built");
  const files = (await readdir(built)).filter((file) => /\.(js|wasm)$/.test(file));
  // The module that comes first is the one that is run.
  files.sort((a, b) => Number(a.endsWith(".wasm")) - Number(b.endsWith(".wasm")));
  const bindings = Object.keys(vars).map(
    (name) => `(name = "${name}", fromEnvironment = "${name}")`,
  );
  await writeFile(
    join(built, "workerd.capnp"),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "worker", worker = .worker),
    # The edge of the tests is on this machine, which a Worker does not reach by default.
    (name = "internet", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);
const worker :Workerd.Worker = (
  modules = [${files.map(module).join(", ")}],
  compatibilityDate = "2026-11-17",
  bindings = [${bindings.join(", ")}],
);
`,
  );
  const port = await freePort(0);
  const url = `http://127.0.0.1:${port}`;
  const args = ["serve", join(built, "workerd.capnp"), `--socket-addr=http=127.0.0.1:${port}`];
  const { stop } = await serve(tool("workerd"), args, folder, { url, env: vars });
  return { url, stop };
}
