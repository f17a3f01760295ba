// wasm-pack.toml, read strictly.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "smol-toml";
import { root } from "../command.mjs";
import { Refusal } from "../log.mjs";

const strings = (value) => Array.isArray(value) && value.every((item) => typeof item === "string");
const text = (value) => typeof value === "string" && value !== "";
const bytes = (value) => Number.isSafeInteger(value) && value > 0;

const common = {
  crate: text,
  target: text,
  profile: text,
  out: text,
  optimize: strings,
  budget: bytes,
};
const moduleFields = {
  ...common,
  name: text,
  files: text,
  features: strings,
  types: strings,
  rustflags: strings,
  bindgen: strings,
};

function checked(entry, fields, where) {
  for (const [field, valid] of Object.entries(fields)) {
    if (!valid(entry?.[field]))
      throw new Refusal(`wasm-pack.toml: ${where} needs a valid \`${field}\``);
  }
  for (const field of Object.keys(entry)) {
    if (!(field in fields))
      throw new Refusal(`wasm-pack.toml: ${where} has an unknown field \`${field}\``);
  }
  return entry;
}

/**
 * @typedef {{ crate: string, target: string, profile: string, out: string, optimize: string[], budget: number }} Worker
 * @typedef {Worker & { name: string, files: string, features: string[], types: string[], rustflags: string[], bindgen: string[] }} Module
 */

/**
 * @param {string} [source] the text of the manifest, by default that of the repository
 * @returns {Promise<{ modules: Module[], testModules: Module[], worker: Worker }>}
 */
export async function readManifest(source) {
  let document;
  try {
    document = parse(source ?? (await readFile(join(root, "wasm-pack.toml"), "utf8")));
  } catch (error) {
    throw new Refusal(`wasm-pack.toml cannot be read: ${error.message.split("\n")[0]}`);
  }
  const named = (entry) => ({ files: entry.name, ...entry });
  const { module: modules = [], "test-module": testModules = [], worker, ...rest } = document;
  const unknown = Object.keys(rest);
  if (unknown.length > 0) throw new Refusal(`wasm-pack.toml has an unknown part \`${unknown[0]}\``);
  if (modules.length === 0) throw new Refusal("wasm-pack.toml names no [[module]]");
  return {
    modules: modules.map((entry, at) => checked(named(entry), moduleFields, `module ${at + 1}`)),
    testModules: testModules.map((entry, at) =>
      checked(named(entry), moduleFields, `test-module ${at + 1}`),
    ),
    worker: checked(worker, common, "[worker]"),
  };
}
