// Builds the product: `node scripts/build.mjs [modules] [worker] [packages]`, all of it by default.

import { keepBudgets } from "./build/entries.mjs";
import { readManifest } from "./build/manifest.mjs";
import { buildModule } from "./build/module.mjs";
import { describe } from "./build/openapi.mjs";
import { buildPackages, stageAssets } from "./build/packages.mjs";
import { buildWorker } from "./build/worker.mjs";
import { log, main, Refusal } from "./log.mjs";

const builders = {
  modules: async ({ modules }) => {
    for (const module of modules) {
      const { changed } = await buildModule(module);
      if (changed) log(`the declarations of \`${module.name}\` have changed: commit them`);
    }
  },
  worker: async ({ worker }) => {
    if ((await describe()).changed) log("the description of the API has changed: commit it");
    await buildWorker(worker);
  },
  packages: async () => {
    await buildPackages();
    await keepBudgets();
    await stageAssets();
  },
};

/**
 * @param {(keyof typeof builders)[]} [parts]
 */
export async function build(parts = ["modules", "worker", "packages"]) {
  const manifest = await readManifest();
  for (const part of parts) {
    if (!(part in builders)) {
      throw new Refusal(
        `\`${part}\` is no part of the build; use ${Object.keys(builders).join(", ")}`,
      );
    }
    await builders[part](manifest);
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const parts = process.argv.slice(2);
  await main(() => build(parts.length > 0 ? parts : undefined));
}
