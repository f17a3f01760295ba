// The edge runtime of Next.js: it compiles no WebAssembly either, and imports it by a name of its own.

import { useServerModule } from "./server-module.js";
import gate from "./wasm/gate-server/gate_bg.wasm?module";
import quote from "./wasm/quote/quote_bg.wasm?module";
import { provide } from "./wasm.js";

// Compiled outside of where this runs, they are of another realm's class, and are asked for this one's.
for (const module of [gate, quote]) Object.setPrototypeOf(module, WebAssembly.Module.prototype);

useServerModule();
provide({ gate: () => gate, quote: () => quote });

export * from "./index.js";
