// One WebAssembly module of wasm-pack.toml: cargo, wasm-bindgen, wasm-opt, size.

import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root, run } from "../command.mjs";
import { log, Refusal } from "../log.mjs";
import { artefact, install } from "./artefact.mjs";
import { crateInputs, fingerprint, toolVersions } from "./fingerprint.mjs";
import { order } from "./order.mjs";
import { brotliSize, keepBudget, measure } from "./size.mjs";

/** The parts of a module's folder; the declarations are committed, the rest is not. */
export const parts = ({ files }) => ({
  wasm: `${files}_bg.wasm`,
  glue: `${files}.js`,
  declarations: `${files}.d.ts`,
});

async function make(module, folder) {
  const { name } = module;
  log(`compiling the module \`${name}\``);
  const bound = join(folder, "bound");
  const { wasm, glue, declarations } = parts(module);
  await bind(module, bound, module.features);
  const optimized = join(folder, wasm);
  await run(`Optimizing the module \`${name}\``, "wasm-opt", [
    ...module.optimize,
    ...wasmFeatures,
    join(bound, wasm),
    "-o",
    optimized,
  ]);
  await order(optimized, wasmFeatures);
  await deliver(glue);
  if (module.types.length > 0) await bind(module, bound, [...module.features, ...module.types]);
  await deliver(declarations);
  await rm(bound, { recursive: true });

  async function deliver(file) {
    const text = (await readFile(join(bound, file), "utf8")).trimEnd();
    await writeFile(join(folder, file), `${text}\n`);
  }
}

/** Compiles a module with the given features and writes it with its glue and declarations to a folder. */
async function bind(module, folder, features) {
  const { name, files, crate, rustflags } = module;
  // Modules of one crate share a file name, so that cargo would take another module's for this one.
  await run(`Cleaning \`${crate}\``, "cargo", ["clean", "--quiet", ...whereabouts(module)]);
  const compiled = await compile(module, `module \`${name}\``, features, rustflags);
  await run(`Binding the module \`${name}\``, "wasm-bindgen", [
    ...module.bindgen,
    "--out-name",
    files,
    "--out-dir",
    folder,
    compiled,
  ]);
}

/** What rustc's WebAssembly may use; every browser since 2022 has them. */
export const wasmFeatures = [
  "--enable-bulk-memory",
  "--enable-mutable-globals",
  "--enable-nontrapping-float-to-int",
  "--enable-reference-types",
  "--enable-sign-ext",
  "--enable-multivalue",
];

const whereabouts = ({ crate, target, profile }) => [
  "--package",
  crate,
  "--target",
  target,
  "--profile",
  profile,
];

/**
 * Compiles the library of a crate.
 * @param {import("./manifest.mjs").Worker} recipe
 * @param {string} what it is, for who reads of it
 * @param {string[]} [features]
 * @param {string[]} [rustflags]
 * @returns {Promise<string>} the file that the compiler wrote
 */
export async function compile(recipe, what, features = [], rustflags = []) {
  const messages = await run(`Compiling the ${what}`, "cargo", [
    "build",
    "--lib",
    "--message-format=json-render-diagnostics",
    ...whereabouts(recipe),
    "--config",
    `target.${recipe.target}.rustflags=${JSON.stringify(rustflags)}`,
    ...(features.length > 0 ? ["--features", features.join(",")] : []),
  ]);
  return compiledFile(messages, recipe.crate);
}

function compiledFile(messages, crate) {
  for (const line of messages.split("\n")) {
    if (!line.startsWith("{")) continue;
    const message = JSON.parse(line);
    if (message.reason !== "compiler-artifact" || !message.target.kind.includes("cdylib")) continue;
    const file = message.filenames.find((path) => path.endsWith(".wasm"));
    if (file) return file;
  }
  throw new Refusal(`\`${crate}\` makes no WebAssembly; give its [lib] the crate-type cdylib`);
}

/**
 * Builds a module if need be and puts it in its place.
 * @param {import("./manifest.mjs").Module} module
 * @returns {Promise<{ changed: boolean, sizes: { raw: number, compressed: number } }>} `changed`: the
 *   declarations in the repository were not those of the code
 */
export async function buildModule(module) {
  const { budget: _, out, ...recipe } = module;
  const key = await fingerprint(
    [...(await crateInputs(module.crate)), "scripts/build/module.mjs", "scripts/build/order.mjs"],
    [JSON.stringify(recipe), ...(await toolVersions())],
  );
  const folder = await artefact("modules", key, (fresh) => make(module, fresh));
  const { wasm, glue, declarations } = parts(module);
  const before = await readFile(join(root, out, declarations), "utf8").catch(() => "");
  const changed = before !== (await readFile(join(folder, declarations), "utf8"));
  const stamp = join(root, out, ".fingerprint");
  if (changed || (await readFile(stamp, "utf8").catch(() => "")) !== key) {
    await mkdir(join(root, out, ".."), { recursive: true });
    await install(folder, join(root, out));
    await writeFile(stamp, key);
  }
  const sizes = await measure([join(folder, wasm), join(folder, glue)], brotliSize);
  keepBudget(`module \`${module.name}\``, sizes, "brotli", module.budget);
  return { changed, sizes };
}
