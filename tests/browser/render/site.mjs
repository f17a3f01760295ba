// A server that renders the page with one version of React, and gives browsers the same code.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";

const root = new URL("../../..", import.meta.url).pathname;
const folders = {
  18: join(root, "tests/react-18/node_modules"),
  19: join(root, "node_modules"),
};

/** Both sides of the page with one version of React, as it is while developing: it then warns of every mismatch. */
async function bundled(react, outdir) {
  const options = {
    bundle: true,
    outdir,
    jsx: "automatic",
    jsxDev: true,
    define: { "process.env.NODE_ENV": '"development"' },
    alias: {
      react: join(folders[react], "react"),
      "react-dom": join(folders[react], "react-dom"),
    },
    logLevel: "silent",
  };
  await build({
    ...options,
    entryPoints: [join(root, "tests/browser/render/browser.tsx")],
    format: "esm",
    target: "es2022",
  });
  await build({
    ...options,
    entryPoints: [join(root, "tests/browser/render/server.tsx")],
    platform: "node",
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    // As a server has it: with the WebAssembly beside its own code.
    external: ["@tollgate/js"],
  });
}

const wasm = (name) => readFile(join(root, `packages/js/dist/wasm/${name}/${name}_bg.wasm`));

const document = (html, props, serialize) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Rendered on a server</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/styles.css" />
  </head>
  <body>
    <div id="root">${html}</div>
    <script type="application/json" id="props">${serialize(props)}</script>
    <script type="module" src="/browser.js"></script>
  </body>
</html>`;

/**
 * @param {18 | 19} react
 * @returns what renders (`takeSnapshot`, `html` and the rest of server.tsx), and `serve`, which makes an address for a
 *   page: `html` and `props` are put into its document
 */
export async function startedSite(react) {
  const folder = await mkdtemp(join(root, "tests/browser/render/.site-"));
  await bundled(react, folder);
  const side = createRequire(import.meta.url)(join(folder, "server.cjs"));
  const pages = new Map();
  const files = {
    "/browser.js": ["text/javascript", () => readFile(join(folder, "browser.js"))],
    "/styles.css": ["text/css", () => readFile(join(root, "packages/react/dist/styles.css"))],
    "/wasm/gate/gate_bg.wasm": ["application/wasm", () => wasm("gate")],
    "/wasm/quote/quote_bg.wasm": ["application/wasm", () => wasm("quote")],
  };
  const server = createServer(async (request, response) => {
    const page = pages.get(request.url);
    const file = files[request.url];
    if (page) response.writeHead(200, { "content-type": "text/html" }).end(page);
    else if (file) response.writeHead(200, { "content-type": file[0] }).end(await file[1]());
    else response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    ...side,
    origin,
    /** Renders a page from its props and gives its address; `sent` are the props that the browser finds, if others. */
    async serve(props, sent = props) {
      const path = `/page-${pages.size}`;
      pages.set(path, document(await side.html(props), sent, side.serialize));
      return origin + path;
    },
    async stop() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await rm(folder, { recursive: true, force: true });
    },
  };
}
