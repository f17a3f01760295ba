// The description of the API: written natively from the types of its bodies, committed, served as a file.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root, run } from "../command.mjs";
import { log } from "../log.mjs";

export const description = join(root, "worker/openapi.json");

/**
 * Writes the description anew.
 * @returns {Promise<{ changed: boolean }>} whether it was another one
 */
export async function describe() {
  log("writing the description of the API");
  const text = await run("Writing the description of the API", "cargo", [
    "run",
    "--quiet",
    "--package",
    "tollgate-worker",
    "--features",
    "schema",
    "--bin",
    "openapi",
  ]);
  const before = await readFile(description, "utf8").catch(() => "");
  if (before === text) return { changed: false };
  await writeFile(description, text);
  return { changed: true };
}
