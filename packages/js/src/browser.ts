// The default: the WebAssembly is fetched from beside the code. Bundlers read the address and deliver the file.

import { provide } from "./wasm.js";

provide({
  gate: () => new URL("./wasm/gate/gate_bg.wasm", import.meta.url),
  quote: () => new URL("./wasm/quote/quote_bg.wasm", import.meta.url),
});

export * from "./index.js";
