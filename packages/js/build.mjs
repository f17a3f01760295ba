// ES modules for browsers, Node and workerd, the WebAssembly beside them, and its declarations.

import { cp, mkdir, rm } from "node:fs/promises";
import { build } from "esbuild";

await rm("dist", { recursive: true, force: true });
await build({
  entryPoints: ["src/browser.ts", "src/node.ts", "src/workerd.ts"],
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  chunkNames: "[name]-[hash]",
  external: ["node:*", "*.wasm"],
  sourcemap: true,
});
for (const name of ["gate", "quote"]) {
  await mkdir(`dist/wasm/${name}`, { recursive: true });
  for (const file of [`${name}_bg.wasm`, `${name}.d.ts`]) {
    await cp(`src/wasm/${name}/${file}`, `dist/wasm/${name}/${file}`);
  }
}
