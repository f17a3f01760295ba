// The edge runtime of Next.js: it compiles no WebAssembly either, and imports it by a name of its own.

import gate from "./wasm/gate/gate_bg.wasm?module";
import quote from "./wasm/quote/quote_bg.wasm?module";
import { provide } from "./wasm.js";

provide({ gate: () => gate, quote: () => quote });

export * from "./index.js";
