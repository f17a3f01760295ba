// The sizes of what is delivered, against their budgets.

import { join } from "node:path";
import { readManifest } from "../build/manifest.mjs";
import { parts } from "../build/module.mjs";
import { brotliSize, gzipSize, measure } from "../build/size.mjs";
import { scripts } from "../build/worker.mjs";
import { root } from "../command.mjs";

/** @returns {Promise<import("./table.mjs").Row[]>} */
export async function bench() {
  const { modules, worker } = await readManifest();
  const row = (what, value, baseline) => ({
    what,
    value,
    baseline,
    against: "budget",
    unit: "bytes",
    budget: 1,
    keep: "atMost",
  });
  const rows = [];
  for (const { name, out, budget } of modules) {
    const { wasm, glue } = parts(name);
    const files = [wasm, glue].map((file) => join(root, out, file));
    rows.push(row(`module ${name}, brotli`, (await measure(files, brotliSize)).compressed, budget));
  }
  const files = scripts.map((script) => join(root, worker.out, script));
  rows.push(row("the Worker, gzip", (await measure(files, gzipSize)).compressed, worker.budget));
  return rows;
}
