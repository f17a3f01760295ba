// The Worker: one script and one WebAssembly module, made by worker-build.

import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root, run } from "../command.mjs";
import { say } from "../voice.mjs";
import { artefact, install } from "./artefact.mjs";
import { crateInputs, fingerprint, toolVersions } from "./fingerprint.mjs";
import { wasmFeatures } from "./module.mjs";
import { gzipSize, keepBudget, measure } from "./size.mjs";

/** What the runtime loads. */
export const scripts = ["index.js", "index_bg.wasm"];

async function make(worker, folder) {
  say("compiling the Worker");
  await run("Compiling the Worker", "worker-build", ["--profile", worker.profile], {
    cwd: join(root, worker.out, ".."),
  });
  for (const script of scripts) await cp(join(root, worker.out, script), join(folder, script));
  const wasm = join(folder, "index_bg.wasm");
  // wasm-bindgen catches by exceptions where an import may throw.
  const features = [...wasmFeatures, "--enable-exception-handling"];
  const flags = [...worker.optimize, ...features];
  await run("Optimizing the Worker", "wasm-opt", [...flags, wasm, "-o", wasm]);
}

/**
 * Builds the Worker if need be and puts it in its place.
 * @param {import("./manifest.mjs").Worker} worker
 * @returns {Promise<{ raw: number, compressed: number }>}
 */
export async function buildWorker(worker) {
  const { budget: _, out, ...recipe } = worker;
  const key = await fingerprint(
    [...(await crateInputs(worker.crate)), "scripts/build/worker.mjs"],
    [JSON.stringify(recipe), ...(await toolVersions())],
  );
  const folder = await artefact("worker", key, (fresh) => make(worker, fresh));
  const stamp = join(root, out, ".fingerprint");
  if ((await readFile(stamp, "utf8").catch(() => "")) !== key) {
    await rm(join(root, out), { recursive: true, force: true });
    await install(folder, join(root, out));
    await writeFile(stamp, key);
  }
  const sizes = await measure(
    scripts.map((script) => join(folder, script)),
    gzipSize,
  );
  keepBudget("the Worker", sizes, "gzip", worker.budget);
  return sizes;
}
