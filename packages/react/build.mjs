// One ES module for pages, two for those that a server renders, and one stylesheet; React and @tollgate/js stay
// outside.

import { mkdir, rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";

/** What the module takes from outside; the build fails on what is not named here. */
const taken = {
  react:
    "createContext useCallback useContext useEffect useId useMemo useState useSyncExternalStore",
  "react/jsx-runtime": "Fragment jsx jsxs",
  "@tollgate/js/headless":
    "chargeOf conditionOf configOf createActions createClient createCompletion createGate createNotices createPaywall createPricingTable createQuote createUsageMeter hasOf identityOf isSomething ownLines statusOf",
};

/**
 * Imports each package once, however many files ask for it, as bundlers of applications do: one name for one thing
 * compresses better.
 * @type {import("esbuild").Plugin}
 */
const once = {
  name: "once",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ path, namespace }) => {
      if (!(path in taken)) return undefined;
      return namespace === "once" ? { path, external: true } : { path, namespace: "once" };
    });
    onLoad({ filter: /./, namespace: "once" }, ({ path }) => ({
      contents: `export { ${taken[path].replaceAll(" ", ", ")} } from ${JSON.stringify(path)};`,
    }));
  },
};

/** @type {import("esbuild").BuildOptions} */
const module = {
  bundle: true,
  packages: "external",
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  sourcemap: true,
};

await rm("dist", { recursive: true, force: true });
await mkdir("dist");
// The stylesheet is imported for its effect: strict compilers ask for its type all the same.
await writeFile("dist/styles.css.d.ts", "export {};\n");

await Promise.all([
  build({
    ...module,
    entryPoints: ["src/index.ts"],
    plugins: [once],
    outfile: "dist/index.js",
    // Frameworks that render on servers by default take hooks only from modules marked so.
    banner: { js: '"use client";' },
  }),
  // Without that mark: they render nothing, and server components call them.
  build({ ...module, entryPoints: ["src/server.ts", "src/snapshot.ts"], outdir: "dist" }),
  build({
    entryPoints: ["src/styles.css"],
    bundle: true,
    outfile: "dist/styles.css",
    minify: true,
    // `light-dark()` and subgrid stay as they are written.
    target: ["chrome123", "firefox120", "safari17.5"],
  }),
]);
