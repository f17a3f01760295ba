/** The WebAssembly modules: where they come from, and each instantiated once. */

import { TollgateError } from "./error.js";
import type { Gate, Refused, Verified } from "./gate.js";
import type { keysAt } from "./key-set.js";
import type { WasmSource } from "./types.js";
import { __wbg_reset_state, initSync, Keys, Token } from "./wasm/gate/gate.js";

/** The gate; servers verify tokens and fetch keys in ways of their own. */
export interface GateModule {
  __wbg_reset_state: typeof __wbg_reset_state;
  initSync: typeof initSync;
  Keys: typeof Keys;
  Token: typeof Token;
  verify?: (...args: Parameters<typeof Gate.verify>) => Verified | Refused;
  keysAt?: typeof keysAt;
}

// By name, so that bundlers leave out what is not used of the glue.
export const gate: GateModule = { __wbg_reset_state, initSync, Keys, Token };

type Supply = () => WasmSource | Promise<WasmSource>;

const supplies: { gate?: Supply; quote?: Supply } = {};
const started: { gate?: Promise<unknown> | undefined; quote?: Promise<unknown> | undefined } = {};

/** Says where the modules are on this platform. */
export function provide(given: typeof supplies): void {
  Object.assign(supplies, given);
}

/** Compiles while the bytes arrive, where the server says what they are. */
async function compile(source: WasmSource): Promise<WebAssembly.Module> {
  const given = await (typeof source === "string" || source instanceof URL
    ? fetch(source)
    : source);
  if (given instanceof Response) {
    if (!given.ok) throw new Error(`\`${given.url}\` was answered ${given.status}`);
    return given.headers.get("Content-Type") === "application/wasm"
      ? WebAssembly.compileStreaming(given)
      : WebAssembly.compile(await given.arrayBuffer());
  }
  return given instanceof WebAssembly.Module ? given : WebAssembly.compile(given as BufferSource);
}

async function instantiate(
  name: keyof typeof supplies,
  { initSync }: { initSync(options: { module: WebAssembly.Module }): unknown },
  source: WasmSource | undefined,
): Promise<void> {
  const found = source ?? (await supplies[name]?.());
  if (found === undefined) {
    throw new TollgateError(
      "wasm_missing",
      "no WebAssembly was given; give it as `wasm`, or to `provideWasm` before",
    );
  }
  try {
    initSync({ module: await compile(found) });
  } catch (cause) {
    throw new TollgateError(
      "wasm_unavailable",
      "the WebAssembly did not start; check its address, and the Content-Security-Policy for `wasm-unsafe-eval`",
      { cause },
    );
  }
}

/** A module, instantiated from `source` or from beside the code. A failure is tried again by the next caller. */
export function start<M extends Parameters<typeof instantiate>[1]>(
  name: keyof typeof supplies,
  module: M,
  source: WasmSource | undefined,
): Promise<M> {
  started[name] ??= instantiate(name, module, source).then(
    () => module,
    (error) => {
      started[name] = undefined;
      throw error;
    },
  );
  return started[name] as Promise<M>;
}

/** The gate. */
export const loadGate = (source?: WasmSource): Promise<GateModule> => start("gate", gate, source);
