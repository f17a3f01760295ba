// Results as JSON: the last one of each command in `.tollgate/load`, which git ignores; with `--keep` also in
// `docs/load`, from which the page is drawn.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../scripts/command.mjs";

/** Where the results are that the page shows. */
export const kept = join(root, "docs/load");

/**
 * @param {string} name
 * @param {object} result
 * @returns {Promise<string[]>} the files written
 */
export async function write(name, result) {
  const folders = [
    join(root, ".tollgate/load"),
    ...(process.argv.includes("--keep") ? [kept] : []),
  ];
  const files = folders.map((folder) => join(folder, `${name}.json`));
  for (const [at, file] of files.entries()) {
    await mkdir(folders[at], { recursive: true });
    await writeFile(file, `${JSON.stringify(result, null, 2)}\n`);
  }
  return files;
}

/** A result that is kept. */
export const read = async (name) => JSON.parse(await readFile(join(kept, `${name}.json`), "utf8"));
