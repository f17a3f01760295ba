// A Worker may not compile WebAssembly, only import what was compiled when it was deployed.

import gate from "./wasm/gate/gate_bg.wasm";
import quote from "./wasm/quote/quote_bg.wasm";
import { provide } from "./wasm.js";

provide({ gate: () => gate, quote: () => quote });

export * from "./index.js";
