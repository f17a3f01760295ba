// The sizes of what is delivered, against their budgets.

import { join } from "node:path";
import { readManifest } from "../build/manifest.mjs";
import { parts } from "../build/module.mjs";
import { brotliSize, gzipSize, measure } from "../build/size.mjs";
import { scripts } from "../build/worker.mjs";
import { root } from "../command.mjs";

/** The Worker that is aimed at, of its budget: 400 KB of 700. */
const WORKER_AIM = 4 / 7;

/** @returns {Promise<import("./table.mjs").Row[]>} */
export async function bench() {
  const { modules, worker } = await readManifest();
  const row = (what, size, budget, aim) => ({
    what,
    unit: "bytes",
    against: "the budget",
    rounds: [[size, budget]],
    budget: 1,
    aim,
    keep: "atMost",
  });
  const rows = [];
  for (const module of modules) {
    const { name, out, budget } = module;
    const { wasm, glue } = parts(module);
    const files = [wasm, glue].map((file) => join(root, out, file));
    rows.push(row(`module ${name}, brotli`, (await measure(files, brotliSize)).compressed, budget));
  }
  const files = scripts.map((script) => join(root, worker.out, script));
  const { compressed } = await measure(files, gzipSize);
  rows.push(row("the Worker, gzip", compressed, worker.budget, WORKER_AIM));
  return rows;
}
