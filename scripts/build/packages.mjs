// The npm packages and examples, each by its own `npm run build`, in the order of their dependence.

import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root, run } from "../command.mjs";
import { log } from "../log.mjs";
import { fingerprint } from "./fingerprint.mjs";
import { description } from "./openapi.mjs";

const first = ["packages/js", "packages/react"];

async function manifest(folder) {
  const text = await readFile(join(root, folder, "package.json"), "utf8").catch(() => null);
  return text === null ? null : JSON.parse(text);
}

/**
 * The workspaces that have a build, those that others depend on first.
 * @returns {Promise<{ folder: string, name: string }[]>}
 */
export async function buildable() {
  const folders = [...first];
  for (const parent of ["packages", "examples"]) {
    const names = await readdir(join(root, parent)).catch(() => []);
    for (const name of names.sort()) {
      if (!folders.includes(`${parent}/${name}`)) folders.push(`${parent}/${name}`);
    }
  }
  const found = [];
  for (const folder of folders) {
    const read = await manifest(folder);
    if (read?.scripts?.build) found.push({ folder, name: read.name });
  }
  return found;
}

/** Builds every package whose files, or those of a package before it, have changed. */
export async function buildPackages() {
  let chain = "";
  for (const { folder, name } of await buildable()) {
    const key = await fingerprint(
      [folder, "package-lock.json", "tsconfig.base.json"],
      [chain, process.version],
    );
    chain = key;
    const stamp = join(root, ".tollgate/stamps", name.replace("/", "_"));
    const done = (await readFile(stamp, "utf8").catch(() => "")) === key;
    if (done && (await stat(join(root, folder, "dist")).catch(() => null))) continue;
    log(`building ${name}`);
    await run(`Building ${name}`, "npm", ["run", "build", "--workspace", name, "--loglevel=error"]);
    await mkdir(join(root, ".tollgate/stamps"), { recursive: true });
    await writeFile(stamp, key);
  }
}

/** The static files that the edge serves: the demo at `/demo/`, and the description of the API. */
export async function stageAssets() {
  const assets = join(root, "worker/assets");
  const demo = join(root, "examples/pricing-page/dist");
  await rm(assets, { recursive: true, force: true });
  await mkdir(join(assets, "demo"), { recursive: true });
  await cp(description, join(assets, "openapi.json"));
  if (await stat(demo).catch(() => null)) await cp(demo, join(assets, "demo"), { recursive: true });
}
