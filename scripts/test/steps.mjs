// The steps of `make test`, cheapest first within what they depend on.
//
// A step is a command, or work that throws a `Refusal`. One that runs tests says so by `tests`, and fails when
// it ran none.

import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { keepBudgets } from "../build/entries.mjs";
import { readManifest } from "../build/manifest.mjs";
import { buildModule } from "../build/module.mjs";
import { describe } from "../build/openapi.mjs";
import { buildPackages, stageAssets } from "../build/packages.mjs";
import { buildWorker } from "../build/worker.mjs";
import { attempt, root } from "../command.mjs";
import { Refusal } from "../log.mjs";
import { holdDependencies } from "./dependencies.mjs";

const wasm = ["--target", "wasm32-unknown-unknown"];
const strict = ["--", "-D", "warnings"];
const documented = { RUSTDOCFLAGS: "-D warnings" };

/**
 * @typedef {{ name: string, command?: [string, ...string[]], cwd?: string, env?: Record<string, string>,
 *   work?: () => Promise<unknown>, tests?: boolean, seconds?: number }} Step
 */

const crates = (...names) => names.flatMap((name) => ["-p", name]);

/** @returns {Step} */
const clippy = (what, options) => ({
  name: `clippy, ${what}`,
  command: ["cargo", "clippy", ...options, ...strict],
});

/** @type {Step[]} */
const rust = [
  { name: "licences and sources of the crates", work: holdDependencies },
  { name: "rustfmt", command: ["cargo", "fmt", "--all", "--check"] },
  clippy("native", [
    ...crates(
      "tollgate",
      "tollgate-store",
      "tollgate-fixture",
      "tollgate-vectors",
      "tollgate-fuzz",
    ),
    "--all-targets",
  ]),
  clippy("the description of the API", [
    ...crates("tollgate-worker"),
    "--features",
    "tollgate-worker/schema",
    "--all-targets",
  ]),
  clippy("the Worker and the vectors", [...crates("tollgate-worker", "tollgate-vectors"), ...wasm]),
  ...[
    ["the declarations of the gate", "gate,types"],
    ["the modules", "server,quote,curve"],
  ].map(([what, features]) =>
    clippy(what, [...crates("tollgate-wasm"), "--features", features, ...wasm]),
  ),
  {
    name: "documentation, native",
    command: [
      "cargo",
      "doc",
      "--no-deps",
      ...crates("tollgate", "tollgate-store", "tollgate-vectors"),
      "--lib",
    ],
    env: documented,
  },
  {
    name: "documentation, the Worker and the modules",
    command: [
      "cargo",
      "doc",
      "--no-deps",
      ...crates("tollgate-worker", "tollgate-wasm"),
      "--features",
      "tollgate-wasm/server,tollgate-wasm/quote,tollgate-wasm/types",
      ...wasm,
    ],
    env: documented,
  },
  {
    name: "Rust tests",
    command: [
      "cargo",
      "test",
      ...crates("tollgate", "tollgate-store", "tollgate-vectors", "tollgate-worker"),
      "--features",
      "tollgate-worker/schema",
    ],
    tests: true,
  },
  { name: "crates as they are published", work: cratesWithoutWarnings },
  { name: "fuzzing, a fixed number of executions", command: ["node", "scripts/fuzz.mjs"] },
];

/** Packs the crates that are published, without compiling them; cargo warns of what their manifests lack. */
async function cratesWithoutWarnings() {
  const { code, output } = await attempt("cargo", [
    "package",
    "--no-verify",
    "--allow-dirty",
    ...crates("tollgate", "tollgate-store"),
  ]);
  if (code !== 0 || /^warning/m.test(output)) throw new Refusal(output.trimEnd());
}

async function modulesWithoutDrift() {
  const { modules, testModules } = await readManifest();
  const changed = [];
  for (const module of testModules) await buildModule(module);
  for (const module of modules) if ((await buildModule(module)).changed) changed.push(module.out);
  if (changed.length > 0) {
    throw new Refusal(
      `the declarations in ${changed.join(" and ")} were not those of the Rust code; they are now: commit them`,
    );
  }
}

async function descriptionWithoutDrift() {
  if ((await describe()).changed) {
    throw new Refusal("worker/openapi.json was not that of the Rust code; it is now: commit it");
  }
}

async function clientTypesWithoutDrift() {
  // What writes them is heavy, and no other step needs it.
  const { writeClientTypes } = await import("../client-types/generate.mjs");
  if ((await writeClientTypes()).changed) {
    throw new Refusal(
      "packages/js/src/server/openapi.ts was not that of worker/openapi.json; it is now: commit it",
    );
  }
}

/** @type {Step[]} */
const products = [
  { name: "the description of the API", work: descriptionWithoutDrift },
  { name: "the types of the client for servers", work: clientTypesWithoutDrift },
  { name: "WebAssembly modules, their budgets and declarations", work: modulesWithoutDrift },
  {
    name: "the Worker and its budget",
    work: async () => buildWorker((await readManifest()).worker),
  },
  {
    name: "npm packages and the demo",
    work: async () => {
      await buildPackages();
      await stageAssets();
    },
  },
  { name: "sizes of the entry points, and their budgets", work: keepBudgets },
  { name: "biome", command: ["biome", "ci", "--colors=off", "--error-on-warnings", "."] },
  {
    name: "TypeScript, strict",
    command: ["npm", "run", "typecheck", "--workspaces", "--if-present", "--loglevel=error"],
  },
  {
    name: "set-up and start command",
    command: ["node", "--test", "--test-timeout=120000", "scripts/**/*.test.mjs"],
    tests: true,
  },
];

const deployment = {
  name: "deployment to Cloudflare, without deploying",
  command: ["wrangler", "deploy", "--dry-run"],
  cwd: join(root, "worker"),
  env: {
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_LOG_PATH: join(root, ".tollgate/logs"),
    CI: "true",
  },
};

/** Every workspace with tests: packages first, then what runs against the whole. */
async function workspaces() {
  const found = [];
  for (const parent of ["packages", "examples", "tests"]) {
    const names = await readdir(join(root, parent)).catch(() => []);
    const order =
      parent === "tests" ? ["vectors", "e2e", "browser", "packaging"] : ["js", "react", "cli"];
    const rank = (name) => (order.includes(name) ? order.indexOf(name) : order.length);
    names.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
    for (const name of names) {
      const path = join(root, parent, name, "package.json");
      if (!(await stat(path).catch(() => null))) continue;
      const manifest = JSON.parse(await readFile(path, "utf8"));
      if (!manifest.scripts?.test) continue;
      found.push({
        name: `${parent}/${name}`,
        command: ["npm", "test", "--workspace", manifest.name, "--loglevel=error"],
        tests: true,
      });
    }
  }
  return found;
}

/** @returns {Promise<Step[]>} */
export async function steps() {
  return [...rust, ...products, ...(await workspaces()), deployment];
}
