// Runs every benchmark and prints each figure beside its baseline: `node scripts/bench.mjs [word…]` runs those
// alone whose files have one of the words in their names.
//
// A benchmark is a file `*.bench.mjs` in scripts/bench or tests/bench that exports `bench()`, which gives rows
// (bench/table.mjs). The command fails when a row passes its budget. Crates with a `benches` folder are run by
// `cargo bench`, which prints for itself.

import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { isKept, table } from "./bench/table.mjs";
import { build } from "./build.mjs";
import { root, run } from "./command.mjs";
import { log, main, Refusal } from "./log.mjs";

async function files() {
  const found = [];
  for (const folder of ["scripts/bench", "tests/bench"]) {
    for (const name of (await readdir(join(root, folder)).catch(() => [])).sort()) {
      if (name.endsWith(".bench.mjs")) found.push(join(root, folder, name));
    }
  }
  const words = process.argv.slice(2);
  return words.length === 0
    ? found
    : found.filter((file) => words.some((word) => file.includes(word)));
}

async function bench() {
  const chosen = await files();
  if (chosen.length === 0)
    throw new Refusal("no benchmark has such a name; they are in scripts/bench and tests/bench");
  await build();
  const rows = [];
  for (const file of chosen) {
    log(`measuring ${file.slice(root.length + 1)}`);
    rows.push(...(await (await import(file)).bench()));
  }
  for (const crate of await readdir(join(root, "crates"))) {
    if (
      process.argv.length > 2 ||
      !(await stat(join(root, "crates", crate, "benches")).catch(() => null))
    )
      continue;
    log(`measuring crates/${crate}`);
    const manifest = join(root, "crates", crate, "Cargo.toml");
    console.log(
      await run(`Benchmarking crates/${crate}`, "cargo", ["bench", "--manifest-path", manifest]),
    );
  }
  console.log(table(rows));
  const over = rows.filter((row) => !isKept(row));
  if (over.length > 0)
    throw new Refusal(`beyond the budget: ${over.map(({ what }) => what).join("; ")}`);
}

await main(bench);
