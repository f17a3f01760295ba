// A hash of the inputs of a build: equal inputs give equal fingerprints on every machine.

import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { attempt, root, run } from "../command.mjs";
import { Refusal } from "../log.mjs";

const skipped = new Set(["node_modules", "dist", "test-results"]);

async function files(path) {
  let entries;
  try {
    entries = await readdir(join(root, path), { withFileTypes: true });
  } catch (error) {
    if (error.code === "ENOTDIR") return [path];
    if (error.code === "ENOENT") return [];
    throw error;
  }
  const found = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (skipped.has(entry.name) || entry.name.startsWith(".")) continue;
    const inner = join(path, entry.name);
    if (entry.isDirectory()) found.push(...(await files(inner)));
    else if (entry.isFile()) found.push(inner);
  }
  return found;
}

/**
 * @param {string[]} paths files and folders under the root; what a build writes is left out
 * @param {string[]} words whatever else the result depends on
 * @returns {Promise<string>} 32 hexadecimal digits
 */
export async function fingerprint(paths, words) {
  const hash = createHash("sha256");
  for (const word of words) hash.update(`${word.length}:${word}`);
  for (const path of paths) {
    for (const file of await files(path)) {
      const content = await readFile(join(root, file));
      hash.update(`${file}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest("hex").slice(0, 32);
}

let packages;

/**
 * What a crate is compiled from: its own files, those of the crates of the workspace it depends on, and
 * what the workspace fixes for all.
 * @param {string} name
 * @returns {Promise<string[]>} paths under the root
 */
export async function crateInputs(name) {
  packages ??= run("Reading Cargo.toml", "cargo", [
    "metadata",
    "--no-deps",
    "--format-version",
    "1",
    "--offline",
  ]).then((text) => new Map(JSON.parse(text).packages.map((entry) => [entry.name, entry])));
  const known = await packages;
  const found = new Set();
  const visit = (crate) => {
    const entry = known.get(crate);
    if (!entry) return;
    const folder = entry.manifest_path.slice(root.length + 1).replace(/\/Cargo\.toml$/, "");
    if (found.has(folder)) return;
    found.add(folder);
    for (const dependency of entry.dependencies) {
      if (dependency.path && dependency.kind !== "dev") visit(dependency.name);
    }
  };
  visit(name);
  if (found.size === 0) throw new Refusal(`wasm-pack.toml names the unknown crate \`${name}\``);
  const inputs = [...found]
    .sort()
    .flatMap((folder) => [`${folder}/Cargo.toml`, `${folder}/build.rs`, `${folder}/src`]);
  return ["Cargo.toml", "Cargo.lock", ...inputs];
}

let tools;

/** The versions of the compiler and of the tools that a WebAssembly build passes through. */
export function toolVersions() {
  tools ??= Promise.all([
    attempt("rustc", ["-vV"]),
    attempt("wasm-bindgen", ["--version"]),
    attempt("wasm-opt", ["--version"]),
    attempt("esbuild", ["--version"]),
  ]).then((all) => all.map(({ stdout }) => stdout.trim()));
  return tools;
}
