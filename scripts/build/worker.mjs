// The Worker: one WebAssembly module, and one script with its glue and the entry, `worker/src/runtime/entry.js`.

import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { root, run } from "../command.mjs";
import { log } from "../log.mjs";
import { artefact, install } from "./artefact.mjs";
import { crateInputs, fingerprint, toolVersions } from "./fingerprint.mjs";
import { compile, wasmFeatures } from "./module.mjs";
import { gzipSize, keepBudget, measure } from "./size.mjs";

/** What the runtime loads. */
export const scripts = ["index.js", "index_bg.wasm"];

async function make(worker, folder) {
  log("compiling the Worker");
  const compiled = await compile(worker, "Worker");
  const bound = join(folder, "bound");
  // The abort handler makes another instance of the module after a trap.
  const flags = ["--target", "module", "--no-typescript", "--force-enable-abort-handler"];
  await run("Binding the Worker", "wasm-bindgen", [
    ...flags,
    "--out-name",
    "index",
    "--out-dir",
    bound,
    compiled,
  ]);
  // wasm-bindgen catches by exceptions where an import may throw.
  const features = [...wasmFeatures, "--enable-exception-handling"];
  const [script, wasm] = scripts;
  await run("Optimizing the Worker", "wasm-opt", [
    ...worker.optimize,
    ...features,
    join(bound, wasm),
    "-o",
    join(folder, wasm),
  ]);
  await bundle(join(root, worker.out, "../src/runtime/entry.js"), bound, join(folder, script));
  await rm(bound, { recursive: true });
}

/** The entry and the glue of the module as one script. */
async function bundle(entry, bound, script) {
  const glue = join(bound, "index.js");
  const text = (await readFile(glue, "utf8"))
    // The runtimes give a module of WebAssembly to a plain import.
    .replaceAll("import source ", "import ")
    // A module is named again for each function that is taken from it as it is; once is enough.
    .replaceAll(
      /^ *"(\.\/snippets\/[^"]+)": import\d+,\n(?=(?: *"[^"]+": import\d+,\n)* *"\1": )/gm,
      "",
    );
  await writeFile(glue, text);
  await cp(entry, join(bound, "entry.js"));
  await build({
    entryPoints: [join(bound, "entry.js")],
    outfile: script,
    bundle: true,
    format: "esm",
    target: "es2024",
    external: ["cloudflare:*", "node:*", "./index_bg.wasm"],
    minify: true,
    logLevel: "error",
  });
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
