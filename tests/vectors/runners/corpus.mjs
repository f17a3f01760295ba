// The corpus: every file that has cases, each case whole with what all of its file share.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The folder of the corpus. */
export const folder = new URL("..", import.meta.url).pathname;

/**
 * @typedef {{ path: string, cases: { name: string, kind: string, expect: object, line: string }[] }} File
 *   `line` is the case as every implementation gets it: JSON without a line break
 */

/** @returns {Promise<File[]>} in order of path */
export async function files() {
  const found = [];
  const groups = await readdir(folder, { withFileTypes: true });
  for (const group of groups.filter((entry) => entry.isDirectory()).map(({ name }) => name)) {
    const names = await readdir(join(folder, group));
    for (const name of names.filter((name) => name.endsWith(".json"))) {
      const path = `${group}/${name}`;
      const { about: _about, cases, ...shared } = await document(path);
      if (!cases) continue;
      if (typeof shared.catalog === "string") shared.catalog = await document(shared.catalog);
      found.push({ path, cases: cases.map((one) => whole(shared, one)) });
    }
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

const document = async (path) => JSON.parse(await readFile(join(folder, path), "utf8"));

function whole(shared, { expect, ...own }) {
  const complete = { now: "2026-11-21T09:00:00Z", ...shared, ...own };
  return { name: own.name, kind: shared.kind, expect, line: JSON.stringify(complete) };
}

/**
 * Where `actual` is not what is expected: of an object only the members that are named, of an array every item.
 * @returns {string | undefined}
 */
export function difference(actual, expected, at = "") {
  const same = (a, b) =>
    typeof a === "object" && a !== null && Array.isArray(a) === Array.isArray(b);
  if (typeof expected !== "object" || expected === null || !same(actual, expected)) {
    return Object.is(actual, expected)
      ? undefined
      : `${at} is ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`;
  }
  if (Array.isArray(expected) && actual.length !== expected.length) {
    return `${at} has ${actual.length} items, expected ${expected.length}`;
  }
  for (const [name, value] of Object.entries(expected)) {
    if (!Object.hasOwn(actual, name)) return `${at}/${name} is missing`;
    const found = difference(actual[name], value, `${at}/${name}`);
    if (found) return found;
  }
}
