// For whoever loads the WebAssembly: nothing here knows where it is.

import type { WasmSource } from "./types.js";
import { provide } from "./wasm.js";

type Supply = () => WasmSource | Promise<WasmSource>;

/** Where each module comes from, or a function that says so when it is first needed. */
export interface WasmSources {
  /** The gate: `@tollgate/js/wasm/gate_bg.wasm`. */
  gate?: WasmSource | Supply;
  /** The quotes: `@tollgate/js/wasm/quote_bg.wasm`; needed by `quote` and `scenario` alone. */
  quote?: WasmSource | Supply;
}

/**
 * Says where the WebAssembly comes from: before the first `Tollgate.load` or `verifyToken`, which take it as `wasm`
 * too. Without either they reject with the code `wasm_missing`.
 */
export function provideWasm({ gate, quote }: WasmSources): void {
  provide({ ...(gate && { gate: supply(gate) }), ...(quote && { quote: supply(quote) }) });
}

const supply = (source: WasmSource | Supply): Supply =>
  typeof source === "function" ? (source as Supply) : () => source;

export * from "./index.js";
