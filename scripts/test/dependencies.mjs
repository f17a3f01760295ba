// The licences and sources of the crates that the workspace depends on, held to deny.toml.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { root, run } from "../command.mjs";
import { Refusal } from "../log.mjs";

/**
 * Whether an SPDX expression can be met with the licences of a list. `/` is the old way to write `OR`.
 * @param {string} expression
 * @param {string[]} allowed
 */
export function isAllowed(expression, allowed) {
  const text = expression.replaceAll("/", " OR ");
  const tokens = text.match(/\(|\)|\bAND\b|\bOR\b|[^\s()]+(?: WITH [^\s()]+)?/g) ?? [];
  let at = 0;
  const all = () => {
    let met = one();
    while (tokens[at] === "AND") {
      at += 1;
      met = one() && met;
    }
    return met;
  };
  const any = () => {
    let met = all();
    while (tokens[at] === "OR") {
      at += 1;
      met = all() || met;
    }
    return met;
  };
  const one = () => {
    const token = tokens[at];
    at += 1;
    if (token !== "(") return allowed.includes(token);
    const met = any();
    at += 1;
    return met;
  };
  return tokens.length > 0 && any() && at === tokens.length;
}

/** @throws {Refusal} where a crate has another licence, or comes from elsewhere than the workspace or the registry */
export async function holdDependencies() {
  const rules = await readFile(join(root, "deny.toml"), "utf8");
  const [, list] = rules.match(/^allow = \[([^\]]*)\]/m) ?? [];
  const allowed = [...(list ?? "").matchAll(/"([^"]+)"/g)].map(([, name]) => name);
  const text = await run("Reading the dependencies", "cargo", [
    "metadata",
    "--format-version=1",
    "--all-features",
    "--locked",
  ]);
  const faults = [];
  for (const { name, version, license, source } of JSON.parse(text).packages) {
    if (!isAllowed(license ?? "", allowed)) {
      faults.push(`${name} ${version} has the licence \`${license}\``);
    }
    if (source !== null && !source.startsWith("registry+")) {
      faults.push(`${name} ${version} comes from ${source}`);
    }
  }
  if (faults.length > 0) {
    throw new Refusal(`${faults.join("; ")}: deny.toml has what may be`);
  }
}
