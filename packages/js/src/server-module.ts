/**
 * What servers have in place of what pages have: the gate that is built for speed, tokens that were verified kept, and
 * key sets that outlast an edge which is out of reach.
 */

import { keysAt } from "./key-set.js";
import { VerifiedTokens } from "./verified.js";
import { __wbg_reset_state, Digest, initSync, Keys, Token } from "./wasm/gate-server/gate.js";
import { gate } from "./wasm.js";

/** Tokens that were verified in this process. */
export const verifiedTokens = new VerifiedTokens(Digest);

/** Takes the glue of the module for servers. */
export function useServerModule(): void {
  Object.assign(gate, {
    __wbg_reset_state,
    // A module that somebody gives may be the one for pages, which has no hash.
    initSync: (options: Parameters<typeof initSync>[0]) => {
      const exports = initSync(options);
      if ("digest_of" in exports) gate.verify = verifiedTokens.verify;
      return exports;
    },
    Keys,
    Token,
    keysAt,
  });
}
