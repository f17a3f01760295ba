// One ES module and one stylesheet; React and @tollgate/js stay outside.

import { build } from "esbuild";

await Promise.all([
  build({
    entryPoints: ["src/index.ts"],
    outfile: "dist/index.js",
    bundle: true,
    packages: "external",
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    sourcemap: true,
    // Frameworks that render on servers by default take hooks only from modules marked so.
    banner: { js: '"use client";' },
  }),
  build({
    entryPoints: ["src/styles.css"],
    outfile: "dist/styles.css",
    minify: true,
    // `light-dark()` and subgrid stay as they are written.
    target: ["chrome123", "firefox120", "safari17.5"],
  }),
]);
