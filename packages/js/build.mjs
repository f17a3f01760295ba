// ES modules by entry point and platform, the WebAssembly beside them, and its declarations.

import { cp, mkdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build } from "esbuild";

/**
 * `*.wasm?bytes` becomes part of the code; any other way to import WebAssembly is left to the platform.
 * @type {import("esbuild").Plugin}
 */
const wasm = {
  name: "wasm",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.wasm(\?module)?$/ }, ({ path }) => ({ path, external: true }));
    onResolve({ filter: /\.wasm\?bytes$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace("?bytes", "")),
      namespace: "bytes",
    }));
    onLoad({ filter: /.*/, namespace: "bytes" }, async ({ path }) => ({
      contents: `
        const text = atob("${await readFile(path, "base64")}");
        const bytes = new Uint8Array(text.length);
        for (let at = 0; at < bytes.length; at++) bytes[at] = text.charCodeAt(at);
        export default bytes;`,
    }));
  },
};

await rm("dist", { recursive: true, force: true });
await build({
  entryPoints: [
    "browser",
    "node",
    "workerd",
    "edge-light",
    "slim",
    "headless/index",
    "headless/server",
    "headless/snapshot",
    "server",
    "hono",
    "express",
    "next",
  ].map((name) => `src/${name}.ts`),
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  chunkNames: "[name]-[hash]",
  // A page without a bundler loads it as it is; the maps have the sources.
  minify: true,
  // The glue warns of parameters in a form that nothing here gives.
  pure: ["console.warn"],
  // What runs on servers and the stores take the rest by its name, and with it the platform's own.
  external: ["@tollgate/js"],
  plugins: [wasm],
  sourcemap: true,
});
for (const path of ["gate/gate", "gate-server/gate", "quote/quote"]) {
  await mkdir(`dist/wasm/${dirname(path)}`, { recursive: true });
  for (const end of ["_bg.wasm", ".d.ts"]) {
    await cp(`src/wasm/${path}${end}`, `dist/wasm/${path}${end}`);
  }
}
