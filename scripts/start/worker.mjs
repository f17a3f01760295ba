// A Worker other than the edge: bundled by wrangler, run by plain workerd.

import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, run } from "../command.mjs";
import { startServer } from "./server.mjs";

const module = (file) =>
  file.endsWith(".wasm")
    ? `(name = "./${file}", wasm = embed "${file}")`
    : `(name = "${file}", esModule = embed "${file}")`;

/** The configuration of workerd for what wrangler has written to a folder. */
function configuration(files, vars) {
  // The module that comes first is the one that is run.
  const sorted = [...files].sort((a, b) => Number(/wasm$/.test(a)) - Number(/wasm$/.test(b)));
  const bindings = vars.map((name) => `(name = "${name}", fromEnvironment = "${name}")`);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "worker", worker = .worker),
    # The edge is on this machine, which a Worker does not reach by default.
    (name = "internet", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);
const worker :Workerd.Worker = (
  modules = [${sorted.map(module).join(", ")}],
  compatibilityDate = "2026-11-17",
  bindings = [${bindings.join(", ")}],
);
`;
}

/**
 * Bundles the Worker of a folder with a `wrangler.toml`, starts it and waits until it answers.
 * @param {{ folder: string, port: number, vars?: Record<string, string> }} options `vars` is what it finds in `env`
 * @returns {Promise<{ url: string, stop: () => Promise<void>, ended: Promise<void> }>}
 */
export async function startWorker({ folder, port, vars = {} }) {
  const built = await mkdtemp(join(tmpdir(), "tollgate-worker-"));
  const env = {
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_LOG_PATH: join(built, "logs"),
    CI: "true",
  };
  await run("Bundling the Worker", "wrangler", ["deploy", "--dry-run", "--outdir", built], {
    cwd: folder,
    env,
  });
  const files = (await readdir(built)).filter((file) => /\.(js|wasm)$/.test(file));
  const config = join(built, "workerd.capnp");
  await writeFile(config, configuration(files, Object.keys(vars)));
  const url = `http://127.0.0.1:${port}`;
  const args = ["serve", config, `--socket-addr=http=127.0.0.1:${port}`];
  const workerd = join(root, "node_modules/.bin/workerd");
  const server = await startServer(workerd, args, { url, env: vars });
  const stop = async () => {
    await server.stop();
    await rm(built, { recursive: true, force: true });
  };
  return { url, stop, ended: server.ended };
}
