#!/usr/bin/env node
/** The command `tollgate`. */

import { readFile, rename, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { readCatalog } from "./catalog.js";
import { declarations } from "./declarations.js";
import { Refusal } from "./refusal.js";
import { fromEdge, fromFile } from "./source.js";

const usage = `Types the keys of a catalogue, so that a misspelt feature does not compile.

  tollgate types <catalogue.yaml|json> [-o <file.d.ts>]
  tollgate types --endpoint <address> [--key <sk_…>] [-o <file.d.ts>]

  -o, --out FILE        where the declarations go; they are printed otherwise
      --endpoint URL    the edge to ask for the catalogue that is published
      --key KEY         a secret key of the environment; TOLLGATE_SECRET_KEY by default
  -h, --help            this text
  -v, --version         the version
`;

const options = {
  out: { type: "string", short: "o" },
  endpoint: { type: "string" },
  key: { type: "string" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
} as const;

function readArguments(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new Refusal(`${(error as Error).message}\n\n${usage}`);
  }
}

async function documentOf(path: string | undefined, endpoint: string | undefined, given?: string) {
  if (path !== undefined && endpoint !== undefined)
    throw new Refusal("give a file or `--endpoint`, not both");
  if (path !== undefined) return fromFile(path);
  if (endpoint === undefined) throw new Refusal(`say which catalogue\n\n${usage}`);
  const key = given ?? process.env.TOLLGATE_SECRET_KEY;
  if (!key) throw new Refusal("give a secret key as `--key` or in TOLLGATE_SECRET_KEY");
  return fromEdge(endpoint, key);
}

/** Written whole or not at all, and only where it differs, so that nothing is compiled again for nothing. */
async function write(path: string, text: string): Promise<void> {
  try {
    if ((await readFile(path, "utf8").catch(() => null)) === text) return;
    const fresh = `${path}.${process.pid}.tmp`;
    await writeFile(fresh, text);
    await rename(fresh, path);
  } catch (error) {
    throw new Refusal(`\`${path}\` cannot be written: ${(error as Error).message}`);
  }
}

async function main(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(args);
  const [command, path, ...rest] = positionals;
  if (values.version) {
    const manifest = await readFile(new URL("../package.json", import.meta.url), "utf8");
    console.log(JSON.parse(manifest).version);
    return;
  }
  if (values.help || (command === undefined && args.length === 0)) {
    console.log(usage.trimEnd());
    return;
  }
  if (command !== "types" || rest.length > 0)
    throw new Refusal(`\`${positionals.join(" ")}\` is no command\n\n${usage}`);
  const text = declarations(readCatalog(await documentOf(path, values.endpoint, values.key)));
  if (values.out === undefined) process.stdout.write(text);
  else await write(values.out, text);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`tollgate: ${error.message.trimEnd()}\n`);
  process.exitCode = 1;
}
