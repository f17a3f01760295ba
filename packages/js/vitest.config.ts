import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: [
      {
        find: /^@tollgate\/js$/,
        replacement: fileURLToPath(new URL("src/node.ts", import.meta.url)),
      },
    ],
  },
  plugins: [
    {
      name: "bytes",
      enforce: "pre",
      load(id) {
        if (!id.endsWith(".wasm?bytes")) return;
        const base64 = readFileSync(id.replace("?bytes", "")).toString("base64");
        return `export default Buffer.from("${base64}", "base64")`;
      },
    },
  ],
});
