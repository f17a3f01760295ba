// Pages in Chromium under a strict Content-Security-Policy: built by Vite, by webpack, by nothing; and Vite's server.

import assert from "node:assert/strict";
import { appendFile, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { build, createServer } from "vite";
import webpack from "webpack";
import { consumer } from "./consumer.mjs";
import { expectedOfPage, setup } from "./setup.mjs";
import { answersOf, serveFolder, strictPolicy, visited } from "./site.mjs";

const { given } = await setup();
const react = ["react", "react-dom", "scheduler"];

/** Looks at a folder as a strict host serves it. */
async function served(folder, look) {
  const site = await serveFolder(folder, { policy: strictPolicy(given.issuer), given });
  try {
    return await visited(site.url, look);
  } finally {
    await site.stop();
  }
}

/** The client's answers, two gates, a meter and two plans with the price of one. */
async function hasEverything(page) {
  assert.deepEqual(await answersOf(page), expectedOfPage);
  await page.getByText("analytics is open").waitFor();
  await page.getByText("sso is closed").waitFor();
  await page.getByText("0 of 10,000 used").waitFor();
  await page.locator('[data-plan="pro"] .tollgate-price-amount').getByText("73").waitFor();
}

/** A build delivers each module of WebAssembly as one file of its own. */
async function deliversWasm(folder) {
  const files = await readdir(folder, { recursive: true });
  assert.equal(files.filter((file) => file.endsWith(".wasm")).length, 2, files.join(" "));
}

test("a Vite build", async () => {
  const folder = await consumer("page", react);
  await build({ root: folder, logLevel: "error", build: { target: "es2022" } });
  await deliversWasm(join(folder, "dist"));
  await served(join(folder, "dist"), hasEverything);
});

test("Vite's development server", async () => {
  const folder = await consumer("page", react);
  await writeFile(join(folder, "given.json"), JSON.stringify(given));
  const server = await createServer({
    root: folder,
    logLevel: "error",
    server: { host: "127.0.0.1", port: 0 },
  });
  await server.listen();
  try {
    await visited(server.resolvedUrls.local[0], hasEverything);
  } finally {
    await server.close();
  }
});

test("a webpack build", async () => {
  const folder = await consumer("page", react);
  const compiler = webpack({
    mode: "production",
    context: folder,
    entry: "./page.js",
    output: { path: join(folder, "dist"), filename: "page.js", publicPath: "auto" },
    experiments: { css: true },
    performance: false,
  });
  const stats = await new Promise((done, fail) =>
    compiler.run((error, found) => (error ? fail(error) : done(found))),
  );
  await new Promise((done) => compiler.close(done));
  assert.deepEqual(stats.toJson({ all: false, errors: true, warnings: true }).errors, []);
  assert.deepEqual(stats.toJson({ all: false, warnings: true }).warnings, []);
  const html = await readFile(join(folder, "index.html"), "utf8");
  await writeFile(join(folder, "dist/index.html"), html);
  await deliversWasm(join(folder, "dist"));
  await served(join(folder, "dist"), hasEverything);
});

/** The page without components and without a bundler, on one of the files of `@tollgate/js`. */
async function plainPage(file) {
  const folder = await consumer("page");
  const change = async (name, what, by) => {
    const path = join(folder, name);
    await writeFile(path, (await readFile(path, "utf8")).replace(what, by));
  };
  await change("client.js", "@tollgate/js", `./node_modules/@tollgate/js/dist/${file}`);
  await change("page.js", /.*show.*\n/g, "");
  return folder;
}

test("a page with one module script and no bundler", async () => {
  const folder = await plainPage("browser.js");
  assert.deepEqual(await served(folder, answersOf), expectedOfPage);
});

test("a page that loads the WebAssembly itself", async () => {
  const folder = await plainPage("slim.js");
  await appendFile(
    join(folder, "client.js"),
    `
    import { provideWasm } from "./node_modules/@tollgate/js/dist/slim.js";
    const wasm = "./node_modules/@tollgate/js/dist/wasm/";
    provideWasm({ gate: fetch(wasm + "gate/gate_bg.wasm"), quote: () => fetch(wasm + "quote/quote_bg.wasm") });
    `,
  );
  assert.deepEqual(await served(folder, answersOf), expectedOfPage);
});
