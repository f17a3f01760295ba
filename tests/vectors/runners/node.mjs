// WebAssembly in Node.

import { readFile } from "node:fs/promises";
import { initSync, run } from "../wasm/vectors.js";

/**
 * @param {string[]} lines
 * @returns {Promise<string[]>} an answer for each
 */
export async function node(lines) {
  initSync({ module: await readFile(new URL("../wasm/vectors_bg.wasm", import.meta.url)) });
  return lines.map(run);
}
