// The baseline as one module, with `jose` in it.

import { build } from "esbuild";

/** Writes `build/worker.js` beside this file. */
export async function buildBaseline() {
  await build({
    absWorkingDir: import.meta.dirname,
    entryPoints: ["worker.js"],
    outdir: "build",
    bundle: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd"],
    external: ["cloudflare:*"],
    minify: true,
    logLevel: "error",
  });
}
