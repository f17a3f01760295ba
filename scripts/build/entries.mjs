// What each entry point of the npm packages costs whoever loads it, and the budgets of packages/budgets.toml.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { parse } from "smol-toml";
import { root } from "../command.mjs";
import { log, Refusal } from "../log.mjs";
import { readManifest } from "./manifest.mjs";
import { parts } from "./module.mjs";
import { brotliSize, kilobytes } from "./size.mjs";

/**
 * @typedef {{ name: string, only: string[], lazy: boolean, modules: string[], without: string[],
 *   budget: number }} Entry
 * @typedef {Entry & { script: number, wasm: number, size: number }} Measured in bytes of brotli
 */

const strings = (value) => Array.isArray(value) && value.every((item) => typeof item === "string");
const fields = {
  name: (value) => typeof value === "string" && value !== "",
  only: strings,
  lazy: (value) => typeof value === "boolean",
  modules: strings,
  without: strings,
  budget: (value) => Number.isSafeInteger(value) && value > 0,
};

/**
 * @param {string} [source] the text of the budgets, by default that of the repository
 * @returns {Promise<Entry[]>}
 */
export async function readBudgets(source) {
  const where = "packages/budgets.toml";
  let document;
  try {
    document = parse(source ?? (await readFile(join(root, where), "utf8")));
  } catch (error) {
    throw new Refusal(`${where} cannot be read: ${error.message.split("\n")[0]}`);
  }
  const { entry: entries = [], ...rest } = document;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new Refusal(`${where} has an unknown part \`${unknown}\``);
  if (entries.length === 0) throw new Refusal(`${where} names no [[entry]]`);
  return entries.map((given, at) => {
    const entry = { only: [], lazy: false, modules: [], without: [], ...given };
    for (const field of Object.keys(entry)) {
      if (!(field in fields))
        throw new Refusal(`${where}: entry ${at + 1} has an unknown field \`${field}\``);
    }
    for (const [field, valid] of Object.entries(fields)) {
      if (!valid(entry[field]))
        throw new Refusal(`${where}: entry ${at + 1} needs a valid \`${field}\``);
    }
    return entry;
  });
}

/** What somebody else brings, by its very name: a package without its other entry points. */
const left = (names) => ({
  name: "left",
  setup({ onResolve }) {
    onResolve({ filter: /.*/ }, ({ path, kind }) =>
      names.includes(path) && kind !== "entry-point" ? { path, external: true } : undefined,
    );
  },
});

/** The files that an entry loads at once, or with `lazy` those that it loads later. */
function loaded({ outputs }, lazy) {
  const [start] = Object.keys(outputs).filter((path) => outputs[path].entryPoint === "<stdin>");
  const first = new Set();
  const visit = (path) => {
    if (first.has(path) || !outputs[path]) return;
    first.add(path);
    for (const { path: next, kind } of outputs[path].imports)
      if (kind !== "dynamic-import") visit(next);
  };
  visit(start);
  return Object.keys(outputs).filter((path) => first.has(path) !== lazy);
}

/**
 * @param {Entry} entry
 * @returns {Promise<Measured>}
 */
export async function measureEntry(entry) {
  const { name, only, lazy, modules, without } = entry;
  const isStyle = name.endsWith(".css");
  const taken = only.length > 0 ? `{ ${only.join(", ")} }` : "*";
  const contents = isStyle ? `@import "${name}";` : `export ${taken} from "${name}";`;
  const { outputFiles, metafile } = await build({
    // Any package of the workspace finds all of them.
    stdin: { contents, resolveDir: root, loader: isStyle ? "css" : "js" },
    bundle: true,
    minify: true,
    splitting: !isStyle,
    format: "esm",
    target: "es2022",
    conditions: ["browser"],
    plugins: [left(without)],
    absWorkingDir: root,
    outdir: ".",
    write: false,
    metafile: true,
    logLevel: "error",
  });
  let script = 0;
  for (const path of loaded(metafile, lazy)) {
    const file = outputFiles.find((output) => output.path === join(root, path));
    if (file) script += await brotliSize(file.contents);
  }
  let wasm = 0;
  const manifest = await readManifest();
  for (const wanted of modules) {
    const found = manifest.modules.find((module) => module.name === wanted);
    if (!found) throw new Refusal(`packages/budgets.toml: there is no module \`${wanted}\``);
    const delivered = found.out.replace("/src/", "/dist/");
    wasm += await brotliSize(await readFile(join(root, delivered, parts(found).wasm)));
  }
  return { ...entry, script, wasm, size: script + wasm };
}

const title = ({ name, only, lazy }) =>
  [
    name,
    ...(only.length > 0 ? [`${only.join(", ")} only`] : []),
    ...(lazy ? ["loaded later"] : []),
  ].join(", ");

/**
 * The sizes as a table.
 * @param {Measured[]} entries
 */
export function sizesTable(entries) {
  const rows = entries.map((entry) => [
    title(entry),
    kilobytes(entry.script),
    entry.wasm > 0 ? kilobytes(entry.wasm) : "",
    kilobytes(entry.size),
    kilobytes(entry.budget),
  ]);
  const table = [["brotli of", "script", "wasm", "together", "budget"], ...rows];
  const widths = table[0].map((_, at) => Math.max(...table.map((row) => row[at].length)));
  return table
    .map((row) =>
      row
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at])))
        .join("  "),
    )
    .join("\n");
}

/**
 * Says what each entry point costs.
 * @throws {Refusal} where one is beyond its budget
 */
export async function keepBudgets() {
  const entries = [];
  for (const entry of await readBudgets()) entries.push(await measureEntry(entry));
  log(`sizes of the entry points\n${sizesTable(entries).replace(/^/gm, "  ")}`);
  const beyond = entries.filter(({ size, budget }) => size > budget);
  if (beyond.length === 0) return;
  const told = beyond.map((entry) => `${title(entry)} by ${entry.size - entry.budget} bytes`);
  throw new Refusal(
    `beyond the budget in packages/budgets.toml: ${told.join(", ")}; make it smaller, or raise the budget with a reason`,
  );
}
