// The Worker as one module, beside the WebAssembly that it imports.

import { build } from "esbuild";

/** Writes `build/` beside this file. */
export async function buildGateWorker() {
  await build({
    absWorkingDir: import.meta.dirname,
    entryPoints: ["worker.js"],
    outdir: "build",
    bundle: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd"],
    loader: { ".wasm": "copy" },
    assetNames: "[name]",
    minify: true,
    logLevel: "error",
  });
}
