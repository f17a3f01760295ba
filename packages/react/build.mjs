// One ES module for pages, two for those that a server renders, and one stylesheet; React and @tollgate/js stay outside.

import { mkdir, writeFile } from "node:fs/promises";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";

/** The most that all of the module may add to a page, minified and compressed. */
const budget = 15 * 1024;

/** @type {import("esbuild").BuildOptions} */
const module = {
  entryPoints: ["src/index.ts"],
  bundle: true,
  packages: "external",
  format: "esm",
  target: "es2022",
  jsx: "automatic",
};

// The stylesheet is imported for its effect: strict compilers ask for its type all the same.
await mkdir("dist", { recursive: true });
await writeFile("dist/styles.css.d.ts", "export {};\n");

const [, , , { outputFiles }] = await Promise.all([
  build({
    ...module,
    outfile: "dist/index.js",
    sourcemap: true,
    // Frameworks that render on servers by default take hooks only from modules marked so.
    banner: { js: '"use client";' },
  }),
  // Without that mark: they render nothing, and server components call them.
  build({
    ...module,
    entryPoints: ["src/server.ts", "src/snapshot.ts"],
    outdir: "dist",
    sourcemap: true,
  }),
  build({
    entryPoints: ["src/styles.css"],
    outfile: "dist/styles.css",
    minify: true,
    // `light-dark()` and subgrid stay as they are written.
    target: ["chrome123", "firefox120", "safari17.5"],
  }),
  build({ ...module, minify: true, write: false }),
]);

const size = brotliCompressSync(outputFiles[0].contents).length;
console.log(`brotli ${size} of ${budget} bytes`);
if (size > budget) {
  throw new Error(`the module is ${size - budget} bytes beyond its budget; make it smaller`);
}
