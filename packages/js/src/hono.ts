/** A gate as middleware of Hono. */

import type { MiddlewareHandler } from "hono";
import { type Allowed, type GateOptions, gate as gateOf } from "./server/gate.js";

export * from "./server/gate.js";

/**
 * Lets through what the gate allows, with token and decision as `c.var.tollgate`; answers the rest with a problem
 * document.
 */
export function gate(
  options: GateOptions,
): MiddlewareHandler<{ Variables: { tollgate: Allowed } }> {
  const ask = gateOf(options);
  return async (context, next) => {
    const answer = await ask(context.req.raw);
    if (!answer.allowed) return answer.response;
    context.set("tollgate", answer);
    return next();
  };
}
