/** A verified token, and the answers it gives. */

import { KeysError, TokenError } from "./error.js";
import type { CheckOptions, JwkSet, PublicJwk } from "./types.js";
import type {
  Decision,
  Keys,
  KeysErrorCode,
  Reason,
  Token,
  TokenErrorCode,
  TokenFault,
  TokenSummary,
} from "./wasm/gate/gate.js";
import type { GateModule } from "./wasm.js";

/** What a token must say to be accepted. */
export interface Expected {
  issuer: string;
  audience: string;
  leewayMillis: number;
  /** The highest revocation epoch that was seen. */
  epoch: number;
  /** Whether the token's grace after its expiry counts. */
  grace: boolean;
}

interface Thrown {
  code?: unknown;
  message?: unknown;
  fault?: unknown;
  reason?: unknown;
}

/** A token that was refused, and what a gate that has nothing better answers. */
export interface Refused {
  error: TokenError;
  reason: Reason;
}

const asText = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** Keys of a JWK Set, given as text, as a value or as a list of keys. Throws a `KeysError`. */
export function readKeys(module: GateModule, jwks: string | JwkSet | readonly PublicJwk[]): Keys {
  const json =
    typeof jwks === "string" ? jwks : JSON.stringify(isList(jwks) ? { keys: jwks } : jwks);
  try {
    return new module.Keys(json);
  } catch (thrown) {
    const { code, message } = thrown as Thrown;
    throw new KeysError(
      (asText(code) as KeysErrorCode | null) ?? "keys_malformed",
      asText(message) ?? "",
    );
  }
}

const isList = (jwks: JwkSet | readonly PublicJwk[]): jwks is readonly PublicJwk[] =>
  Array.isArray(jwks);

/** The gate's denial where there is no token to answer from. */
export function deny(feature: string, requested: number, reason: Reason): Decision {
  return Object.freeze({
    allowed: false,
    reason,
    feature,
    kind: null,
    value: null,
    limit: null,
    used: null,
    remaining: null,
    requested,
    enforcement: null,
    resetsAt: null,
    expiresAt: null,
    source: null,
    stale: false,
  });
}

/** Units as the core counts them: what is no count is more than any limit. */
export function units(requested: number | undefined): number {
  if (requested === undefined) return 1;
  return requested >= 0 && requested <= Number.MAX_SAFE_INTEGER
    ? Math.ceil(requested)
    : Number.MAX_SAFE_INTEGER;
}

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null)
    for (const inner of Object.values(value)) freeze(inner);
  return Object.freeze(value);
}

/** The most answers to unusual questions that are kept. */
const kept = 1_024;
/** The most tokens that are kept in WebAssembly: a server sees more of them than a collector would free in time. */
const mostLive = 128;
const live = new Set<Gate>();

/** All that a token was verified with: enough to do it again, with the same result. */
interface Origin {
  module: GateModule;
  text: string;
  keys: Keys;
  expected: Expected;
  now: number;
}

function verify({ module, text, keys, expected, now }: Origin): Token {
  const { issuer, audience, leewayMillis, epoch, grace } = expected;
  return module.Token.verify(text, keys, issuer, audience, leewayMillis, epoch, grace, now);
}

/**
 * A verified token. Answers are kept until the next instant at which one could change, so that asking again costs a
 * look-up and gives the same object.
 */
export class Gate {
  readonly #origin: Origin;
  readonly #plain = new Map<string, Decision>();
  readonly #others = new Map<string, Decision>();
  #token: Token | null;
  #summary: TokenSummary | null = null;
  #from = Number.POSITIVE_INFINITY;
  #until = Number.NEGATIVE_INFINITY;

  private constructor(origin: Origin) {
    this.#origin = origin;
    this.#token = verify(origin);
    this.#enter();
  }

  /** Verifies `text` at `now`, the server's time in milliseconds. */
  static verify(
    module: GateModule,
    text: string,
    keys: Keys,
    expected: Expected,
    now: number,
  ): Gate | Refused {
    try {
      return new Gate({ module, text, keys, expected, now });
    } catch (thrown) {
      const { code, message, fault, reason } = thrown as Thrown;
      return {
        error: new TokenError(
          (asText(code) as TokenErrorCode | null) ?? "token_malformed",
          asText(message) ?? String(thrown),
          asText(fault) as TokenFault | null,
        ),
        reason: (asText(reason) as Reason | null) ?? "tokenInvalid",
      };
    }
  }

  /** The token in WebAssembly; one that had to give way is verified again. */
  #held(): Token {
    if (this.#token) return this.#token;
    const token = verify(this.#origin);
    this.#token = token;
    this.#enter();
    return token;
  }

  #enter() {
    live.add(this);
    if (live.size <= mostLive) return;
    for (const oldest of live) {
      live.delete(oldest);
      oldest.#token?.free();
      oldest.#token = null;
      break;
    }
  }

  get summary(): TokenSummary {
    this.#summary ??= freeze(this.#held().summary());
    return this.#summary;
  }

  check(feature: string, options: CheckOptions | undefined, now: number): Decision {
    if (now < this.#from || now >= this.#until) this.#forget(now);
    if (options === undefined || (options.flag === undefined && options.requested === undefined)) {
      return (
        this.#plain.get(feature) ?? this.#ask(this.#plain, feature, feature, 1, undefined, now)
      );
    }
    const requested = units(options.requested);
    const flag = options.flag ?? "";
    const name = `${requested} ${flag.length} ${flag} ${feature}`;
    return (
      this.#others.get(name) ?? this.#ask(this.#others, name, feature, requested, options.flag, now)
    );
  }

  #ask(
    answers: Map<string, Decision>,
    name: string,
    feature: string,
    requested: number,
    flag: string | undefined,
    now: number,
  ): Decision {
    const decision = freeze(this.#held().check(feature, requested, flag, now));
    if (answers.size >= kept) answers.clear();
    answers.set(name, decision);
    return decision;
  }

  #forget(now: number) {
    this.#plain.clear();
    this.#others.clear();
    this.#from = now;
    this.#until = this.nextChange(now);
  }

  /** The instant after `now` at which an answer could change by itself; infinite where none could. */
  nextChange(now: number): number {
    return this.#held().nextChange(now) ?? Number.POSITIVE_INFINITY;
  }
}

/** Whether a decision has a flag or a boolean on. */
export const isOn = (decision: Decision): boolean => decision.allowed && decision.value === true;

/** The value of a config that is allowed; `fallback` for anything else. */
export function configOf<T>(decision: Decision, fallback: T): T {
  return decision.allowed && decision.kind === "config" ? (decision.value as T) : fallback;
}
