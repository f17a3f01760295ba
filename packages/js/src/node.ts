// Node, Deno and Bun: the WebAssembly is part of the code, so that it needs no permission to read files and survives
// whatever bundles a server.

import { useServerModule } from "./server-module.js";
import gate from "./wasm/gate-server/gate_bg.wasm?bytes";
import { provide } from "./wasm.js";

useServerModule();
provide({
  gate: () => gate,
  quote: async () => (await import("./wasm/quote/quote_bg.wasm?bytes")).default,
});

export * from "./index.js";
