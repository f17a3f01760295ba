/** A gate as middleware of Express, and of whatever else speaks `node:http`. */

import type { IncomingMessage, ServerResponse } from "node:http";
import { type Allowed, type GateOptions, gate as gateOf, type RequestLike } from "./server/gate.js";

export * from "./server/gate.js";

declare global {
  namespace Express {
    interface Request {
      /** What a gate of Tollgate has let this request through with. */
      tollgate?: Allowed;
    }
  }
}

const requestLike = ({ headers }: IncomingMessage): RequestLike => ({
  headers: {
    get(name) {
      const value = headers[name.toLowerCase()];
      return (Array.isArray(value) ? value.join(", ") : value) ?? null;
    },
  },
});

/**
 * Lets through what the gate allows, with token and decision as `req.tollgate`; answers the rest with a problem
 * document. What the gate throws goes to `next`.
 */
export function gate(
  options: GateOptions,
): (
  req: IncomingMessage & { tollgate?: Allowed },
  res: ServerResponse,
  next: (error?: unknown) => void,
) => Promise<void> {
  const ask = gateOf(options);
  return async (req, res, next) => {
    try {
      const answer = await ask(requestLike(req));
      if (!answer.allowed) {
        const { status, headers } = answer.response;
        res.writeHead(status, [...headers].flat());
        res.end(await answer.response.text());
        return;
      }
      req.tollgate = answer;
    } catch (error) {
      next(error);
      return;
    }
    next();
  };
}
