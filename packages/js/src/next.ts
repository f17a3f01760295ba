/** Gates of Next.js: around a route handler, and in front of many routes as its proxy (once called middleware). */

import { type Allowed, type GateOptions, gate as gateOf } from "./server/gate.js";

export * from "./server/gate.js";

/**
 * A route handler that runs for what the gate allows, with token and decision as its last argument; the rest is
 * answered with a problem document.
 */
export function gate<R extends Request, C>(
  options: GateOptions,
  handler: (request: R, context: C, allowed: Allowed) => Response | Promise<Response>,
): (request: R, context: C) => Promise<Response> {
  const ask = gateOf(options);
  return async (request, context) => {
    const answer = await ask(request);
    return answer.allowed ? handler(request, context, answer) : answer.response;
  };
}

/** What `proxy.ts` exports as `proxy`: answers what the gate denies, and lets the rest go on. */
export function gateProxy(
  options: GateOptions,
): (request: Request) => Promise<Response | undefined> {
  const ask = gateOf(options);
  return async (request) => {
    const answer = await ask(request);
    return answer.allowed ? undefined : answer.response;
  };
}
