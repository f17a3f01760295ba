// The two pages, bundled, minified and compressed as a site would deliver them.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";
import { build } from "esbuild";
import { root } from "../../../scripts/command.mjs";
import { served } from "../../browser/served.mjs";

/** Runs before the page's own script: notes what the WebAssembly takes, and when the gate has answered. */
const instruments = `
const spans = (globalThis.spans = { instantiate: 0, keys: 0, verify: 0, check: 0 });
const timed = (name, act) => {
  const begun = performance.now();
  try {
    return act();
  } finally {
    spans[name] += performance.now() - begun;
  }
};
const names = { keys_new: "keys", token_verify: "verify", token_check: "check" };
const { compileStreaming, Instance } = WebAssembly;
WebAssembly.compileStreaming = async (source) => {
  const module = await compileStreaming(source);
  spans.compiled = performance.now();
  return module;
};
WebAssembly.Instance = new Proxy(Instance, {
  construct: (Real, [module, imports]) => {
    const { exports } = timed("instantiate", () => new Real(module, imports));
    const own = { ...exports };
    for (const [name, span] of Object.entries(names)) {
      const one = exports[name];
      own[name] = (...args) => timed(span, () => one(...args));
    }
    return { exports: own };
  },
});
globalThis.options = JSON.parse(decodeURIComponent(location.hash.slice(1)));
globalThis.answer = new Promise((resolve) => {
  globalThis.answered = (allowed) => resolve({ allowed, at: performance.now() });
});
`;

const page = (name) => `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>${name}</title><link rel="icon" href="data:,"></head>
  <body><script>${instruments}</script><script type="module" src="/${name}/${name}.js"></script></body>
</html>`;

async function bundles(name) {
  const { outputFiles } = await build({
    entryPoints: [join(root, `tests/bench/first-gate/${name}.mjs`)],
    outdir: `/${name}`,
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
  });
  return outputFiles.map(({ path, contents }) => [path, "text/javascript", contents]);
}

/** @returns {Promise<{ url: string, stop: () => Promise<void> }>} */
export async function startedSite() {
  const wasm = "wasm/gate/gate_bg.wasm";
  const files = [
    ...(await bundles("ours")),
    ...(await bundles("jose")),
    [`/ours/${wasm}`, "application/wasm", await readFile(join(root, "packages/js/dist", wasm))],
    ...["ours", "jose"].map((name) => [`/${name}`, "text/html", Buffer.from(page(name))]),
  ];
  const ready = new Map();
  for (const [path, type, bytes] of files)
    ready.set(path, { type, body: await promisify(brotliCompress)(bytes) });
  return served(({ url }, response) => {
    const found = ready.get(url);
    if (!found) return response.writeHead(404).end();
    response.writeHead(200, {
      "content-type": found.type,
      "content-encoding": "br",
      "cache-control": found.type === "text/html" ? "no-cache" : "max-age=3600, immutable",
    });
    return response.end(found.body);
  });
}
