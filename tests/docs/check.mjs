// What holds of a code sample, by its language. Every finding names the page and the line.

import { execFile } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { transform } from "esbuild";
import { parseAllDocuments } from "yaml";

const run = promisify(execFile);
const root = new URL("../..", import.meta.url).pathname;
const folder = new URL("./.samples", import.meta.url).pathname;

/** @typedef {import("./samples.mjs").Sample} Sample */

const at = ({ page, line }, message) => `${page}:${line}: ${message}`;

const project = (options, files) => ({
  extends: join(root, "tsconfig.base.json"),
  compilerOptions: {
    noEmit: true,
    declaration: false,
    sourceMap: false,
    noUnusedLocals: false,
    noUnusedParameters: false,
    types: ["node"],
    ...options,
  },
  files: [new URL("./sample-globals.d.ts", import.meta.url).pathname, ...files],
});

/** Compiles samples, each a module of its own whose lines are those of its page. */
async function compile(name, samples, options) {
  if (samples.length === 0) return [];
  const own = join(folder, name);
  await rm(own, { recursive: true, force: true });
  await mkdir(own, { recursive: true });
  const places = new Map();
  for (const sample of samples) {
    const file = `${sample.page.replaceAll("/", "__")}.${sample.line}.${sample.language}`;
    places.set(file, sample.page);
    await writeFile(join(own, file), "\n".repeat(sample.line - 1) + sample.code);
  }
  const files = [...places.keys()].map((file) => `./${file}`);
  await writeFile(join(own, "tsconfig.json"), JSON.stringify(project(options, files)));
  try {
    await run(join(root, "node_modules/.bin/tsc"), ["--project", own, "--pretty", "false"], {
      cwd: own,
      timeout: 120_000,
    });
    return [];
  } catch (failure) {
    if (!failure.stdout) throw failure;
    const found = failure.stdout.trim().split("\n");
    return found.map((line) => {
      const [, file, number, message] = /^(.+?)\((\d+),\d+\): (.*)$/.exec(line) ?? [];
      const page = file && places.get(file.split("/").at(-1));
      return page ? `${page}:${number}: ${message}` : line;
    });
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

/** Each finding of one checker, over samples. */
async function each(samples, check) {
  const found = await Promise.all(
    samples.map(async (sample) => {
      try {
        await check(sample);
        return [];
      } catch (failure) {
        return [at(sample, failure.stderr || failure.message)];
      }
    }),
  );
  return found.flat();
}

const shell = ({ code }) => {
  const child = run("bash", ["-n"], { timeout: 10_000 });
  child.child.stdin?.end(code);
  return child;
};

const yaml = ({ code }) => {
  for (const { errors } of parseAllDocuments(code)) if (errors[0]) throw errors[0];
};

/** What `cargo test --doc` compiles and runs: the README of a crate is part of its documentation. */
const isDocTest = ({ page, language }) => language === "rust" && page.startsWith("crates/");

/** What is shown, and not run. */
const plain = ["text", "html", "http"];

/**
 * Everything that is wrong with samples, but for what a catalogue means.
 * @param {Sample[]} samples
 * @returns {Promise<string[]>}
 */
export async function findings(samples) {
  const of = (...languages) => samples.filter(({ language }) => languages.includes(language));
  const known = ["ts", "tsx", "js", "sh", "json", "yaml", "css", ...plain];
  return [
    ...samples
      .filter((sample) => !known.includes(sample.language) && !isDocTest(sample))
      .map((sample) => at(sample, `a sample in \`${sample.language}\` is checked by nothing`)),
    ...(await compile("typed", of("ts", "tsx"), {})),
    ...(await compile("plain", of("js"), { allowJs: true, checkJs: true, noImplicitAny: false })),
    ...(await each(of("sh"), shell)),
    ...(await each(of("json"), async ({ code }) => JSON.parse(code))),
    ...(await each(of("yaml"), yaml)),
    ...(await each(of("css"), ({ code }) =>
      transform(code, { loader: "css", logLevel: "silent", logOverride: {} }).then(
        ({ warnings }) => {
          if (warnings[0]) throw new Error(warnings[0].text);
        },
      ),
    )),
  ];
}
