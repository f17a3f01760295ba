/** Gates in front of routes, for servers that speak `Request` and `Response`. */

// Whatever the platform is, this knows where the WebAssembly is.
import "@tollgate/js";
import { KeysError, NetworkError, TokenError } from "../error.js";
import { keysAt } from "../key-set.js";
import { denied, keysUnavailable, tokenMissing, tokenRefused } from "../problem.js";
import { fromBearer, type RequestLike, type TokenSource } from "../token-source.js";
import type { FeatureKey, FlagKey } from "../typed-keys.js";
import { requireOptions, type VerifiedToken, type VerifyOptions, verifyToken } from "../verify.js";
import type { Decision } from "../wasm/gate/gate.js";
import { gate as module } from "../wasm.js";

export type { GateProblem } from "../problem.js";
export {
  fromBearer,
  fromCookie,
  fromHeader,
  type RequestLike,
  type TokenSource,
} from "../token-source.js";

// On platforms too that bring no module for servers.
module.keysAt = keysAt;

/** What a gate is told: which tokens it takes, and what must be allowed. */
export interface GateOptions extends Omit<VerifyOptions, "now" | "epoch"> {
  /** What must be allowed. */
  feature: FeatureKey;
  /** Units of a meter that a request is going to use; 1 by default. */
  requested?: number;
  /** A flag that must be on as well. */
  flag?: FlagKey;
  /** Where the token of a request comes from; `Authorization: Bearer` by default. */
  token?: TokenSource;
}

/** A request that is let through. */
export interface Allowed {
  allowed: true;
  /** Whose token it is, and what else it allows. */
  token: VerifiedToken;
  decision: Decision;
}

/** A request that is not, and what to answer: a problem document with a `code`, not to be cached. */
export interface Denied {
  allowed: false;
  response: Response;
}

/** The most customers of an environment of whom the revocation epoch is remembered. */
const mostEpochs = 10_000;
/** The highest revocation epochs that were seen, those above zero, by environment and customer. */
const epochs = new Map<string, Map<string, number>>();

/** The highest revocation epoch that was seen of a token's customer; its own, where that is higher. */
function highestEpoch({ summary: { customer, epoch } }: VerifiedToken, audience: string): number {
  const known = epochs.get(audience);
  const seen = known?.get(customer) ?? 0;
  if (epoch <= seen) return seen;
  const customers = known ?? new Map<string, number>();
  epochs.set(audience, customers);
  for (const oldest of customers.keys()) {
    if (customers.size < mostEpochs) break;
    customers.delete(oldest);
  }
  customers.set(customer, epoch);
  return epoch;
}

/**
 * A gate in front of a route: verifies the token of a request and asks whether it allows a feature.
 *
 * Denials are answers, never errors: 401 without a good token, 403 with the reason, 429 with `Retry-After` where a
 * limit starts again, 503 with `Retry-After` where the keys are out of reach. Throws at once where an option is
 * missing; rejects where the keys that were given are malformed, the WebAssembly does not start, or `token` throws.
 */
export function gate(options: GateOptions): (request: RequestLike) => Promise<Allowed | Denied> {
  const { feature, requested, flag, keys, token: source = fromBearer } = options;
  requireOptions(options);
  const asked = requested === undefined && flag === undefined ? undefined : { requested, flag };
  return async (request) => {
    const given = source(request);
    const text = typeof given === "string" ? given : await given;
    if (!text) return { allowed: false, response: tokenMissing() };
    let token: VerifiedToken;
    try {
      token = await verifyToken(text, options);
      // One from before a revocation that a newer one has shown is refused.
      const epoch = highestEpoch(token, options.audience);
      if (token.summary.epoch < epoch) token = await verifyToken(text, { ...options, epoch });
    } catch (error) {
      if (error instanceof TokenError) return { allowed: false, response: tokenRefused(error) };
      const isFetched = !keys && (typeof options.jwks !== "object" || options.jwks instanceof URL);
      if (error instanceof NetworkError || (isFetched && error instanceof KeysError))
        return { allowed: false, response: keysUnavailable() };
      throw error;
    }
    const decision = token.check(feature, asked);
    if (!decision.allowed) return { allowed: false, response: denied(decision, Date.now()) };
    return { allowed: true, token, decision };
  };
}
