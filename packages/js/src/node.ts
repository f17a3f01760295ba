import { readFile } from "node:fs/promises";
import { provide } from "./wasm.js";

provide({
  gate: () => readFile(new URL("./wasm/gate/gate_bg.wasm", import.meta.url)),
  quote: () => readFile(new URL("./wasm/quote/quote_bg.wasm", import.meta.url)),
});

export * from "./index.js";
