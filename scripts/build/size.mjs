// Sizes as delivered, and the budgets they must keep.

import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { log, Refusal } from "../log.mjs";

/**
 * Bytes of a text or a binary under brotli at its best, as static files are served.
 * @param {Uint8Array} bytes
 */
export async function brotliSize(bytes) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return (await promisify(brotliCompress)(bytes, { params })).length;
}

/**
 * Bytes under gzip at its best, as Cloudflare counts a Worker.
 * @param {Uint8Array} bytes
 */
export async function gzipSize(bytes) {
  return (await promisify(gzip)(bytes, { level: 9 })).length;
}

/**
 * @param {string[]} paths
 * @param {(bytes: Uint8Array) => Promise<number>} compressed
 * @returns {Promise<{ raw: number, compressed: number }>} sums over the files, each compressed by itself
 */
export async function measure(paths, compressed) {
  const sizes = { raw: 0, compressed: 0 };
  for (const path of paths) {
    const bytes = await readFile(path);
    sizes.raw += bytes.length;
    sizes.compressed += await compressed(bytes);
  }
  return sizes;
}

/** @param {number} bytes */
export const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;

/**
 * Says a size beside its budget.
 * @param {string} name
 * @param {{ raw: number, compressed: number }} sizes
 * @param {string} method
 * @param {number} budget in bytes
 * @throws {Refusal} beyond the budget
 */
export function keepBudget(name, { raw, compressed }, method, budget) {
  const line = `${name}: ${kilobytes(raw)}, ${method} ${kilobytes(compressed)} of ${kilobytes(budget)}`;
  if (compressed > budget) {
    throw new Refusal(
      `${line}: ${compressed - budget} bytes beyond the budget in wasm-pack.toml; make it smaller, or raise the budget with a reason`,
    );
  }
  log(line);
}
