// A Worker may not compile WebAssembly, only import what was compiled when it was deployed.

import { useServerModule } from "./server-module.js";
import gate from "./wasm/gate-server/gate_bg.wasm";
import quote from "./wasm/quote/quote_bg.wasm";
import { provide } from "./wasm.js";

useServerModule();
provide({ gate: () => gate, quote: () => quote });

export * from "./index.js";
