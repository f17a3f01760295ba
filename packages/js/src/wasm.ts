/** The WebAssembly modules: where they come from, and each instantiated once. */

import { TollgateError } from "./error.js";
import type { WasmSource } from "./types.js";
import * as gate from "./wasm/gate/gate.js";

export type GateModule = typeof gate;
export type QuoteModule = typeof import("./wasm/quote/quote.js");

type Supply = () => WasmSource | Promise<WasmSource>;

const supplies: { gate?: Supply; quote?: Supply } = {};
const started: {
  gate?: Promise<GateModule> | undefined;
  quote?: Promise<QuoteModule> | undefined;
} = {};

/** Says where the modules are on this platform. */
export function provide(given: typeof supplies): void {
  Object.assign(supplies, given);
}

async function instantiate<
  M extends { default(options: { module_or_path: WasmSource }): Promise<unknown> },
>(module: M, source: WasmSource | undefined, supply: Supply | undefined): Promise<M> {
  const found = source ?? (await supply?.());
  if (found === undefined) {
    throw new TollgateError(
      "wasm_missing",
      "no WebAssembly was given; give it as `wasm`, or to `provideWasm` before",
    );
  }
  try {
    await module.default({ module_or_path: found });
  } catch (cause) {
    throw new TollgateError(
      "wasm_unavailable",
      "the WebAssembly could not be started; check its address and that the Content-Security-Policy has `wasm-unsafe-eval`",
      { cause },
    );
  }
  return module;
}

/** The gate, instantiated from `source` or from beside the code. A failure is tried again by the next caller. */
export function loadGate(source?: WasmSource): Promise<GateModule> {
  const found = started.gate ?? instantiate(gate, source, supplies.gate);
  started.gate = found;
  found.catch(() => {
    started.gate = undefined;
  });
  return found;
}

/** The quotes, loaded when first wanted. */
export function loadQuote(source?: WasmSource): Promise<QuoteModule> {
  const found =
    started.quote ??
    import("./wasm/quote/quote.js").then((module) => instantiate(module, source, supplies.quote));
  started.quote = found;
  found.catch(() => {
    started.quote = undefined;
  });
  return found;
}
