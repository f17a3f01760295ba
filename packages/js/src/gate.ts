/** A verified token, and the answers it gives. */

import { KeysError, TokenError, TollgateError } from "./error.js";
import { Handle } from "./handle.js";
import { tryOrNull } from "./try.js";
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

/** A token that was verified. */
export type Verified = Pick<Gate, "summary" | "check">;

/** A token that was refused, and what a gate that has nothing better answers. */
export interface Refused {
  error: TokenError;
  reason: Reason;
}

/** What is thrown where the WebAssembly trapped, and a fresh instance did so too. */
export function trapped(cause: unknown): TollgateError {
  return new TollgateError("wasm_trapped", "the WebAssembly broke down twice; see the cause", {
    cause,
  });
}

/** What the core says of what it refuses. */
interface Refusal {
  code: string;
  message: string;
  reason: Reason;
  fault?: TokenFault;
}

/** What the core took, or why it did not. Throws where the WebAssembly breaks down. */
function taken<T extends { free(): void; refusal(): string }>(
  module: GateModule,
  make: () => T,
): Handle<T> | Refusal {
  try {
    const handle = new Handle(module, make);
    const refusal = handle.ask((held) => held.refusal());
    if (!refusal) return handle;
    handle.free();
    return JSON.parse(refusal);
  } catch (thrown) {
    throw trapped(thrown);
  }
}

/** What stands behind keys that were given out: in a fresh instance they are read anew. */
const keyHandles = new WeakMap<Keys, Handle<Keys>>();

/** Keys of a JWK Set, given as text, as a value or as a list of keys. Throws a `KeysError`. */
export function readKeys(module: GateModule, jwks: string | JwkSet | readonly PublicJwk[]): Keys {
  const json =
    typeof jwks === "string" ? jwks : JSON.stringify(isList(jwks) ? { keys: jwks } : jwks);
  const handle = taken(module, () => new module.Keys(json));
  if (handle instanceof Handle) {
    keyHandles.set(handle.held, handle);
    return handle.held;
  }
  throw new KeysError(handle.code as KeysErrorCode, handle.message);
}

const isList = (jwks: JwkSet | readonly PublicJwk[]): jwks is readonly PublicJwk[] =>
  Array.isArray(jwks);

/** The gate's denial where there is no token to answer from. */
export function deny(feature: string, requested: number, reason: Reason): Decision {
  return Object.freeze({
    allowed: false,
    reason,
    feature: typeof feature === "string" ? feature : "",
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

/** Units that are asked for, as the core counts them: what is no count is more than any limit. Never throws. */
export function units(options: CheckOptions | undefined): number {
  const { MAX_SAFE_INTEGER: most } = Number;
  const requested = tryOrNull(() => options?.requested ?? 1);
  return typeof requested === "number" && requested >= 0 && requested <= most
    ? Math.ceil(requested)
    : most;
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
/** When a gate looks again whose WebAssembly broke down. */
const retryMillis = 1_000;

/**
 * A verified token. Answers are kept until the next instant at which one could change, so that asking again costs a
 * look-up and gives the same object.
 */
export class Gate {
  readonly #token: Handle<Token>;
  readonly #plain = new Map<string, Decision>();
  readonly #others = new Map<string, Decision>();
  #summary: TokenSummary | null = null;
  #from = 0;
  #until = 0;

  private constructor(token: Handle<Token>) {
    this.#token = token;
    this.#enter();
  }

  /**
   * Verifies the text of `source` at `now`, the server's time in milliseconds; it is read again whenever the gate has
   * to be made anew. Throws where the WebAssembly breaks down.
   */
  static verify(
    module: GateModule,
    source: { text: string },
    keys: Keys,
    { issuer, audience, leewayMillis, epoch, grace }: Expected,
    now: number,
  ): Gate | Refused {
    // Whenever it is made anew, with all that it was first verified with, so that the result is the same.
    const make = () => {
      const held = keyHandles.get(keys)?.held ?? keys;
      return new module.Token(source.text, held, issuer, audience, leewayMillis, epoch, grace, now);
    };
    const token = taken(module, make);
    if (token instanceof Handle) return new Gate(token);
    const { code, message, reason, fault = null } = token;
    return { error: new TokenError(code as TokenErrorCode, message, fault), reason };
  }

  /** Asks the token in WebAssembly; one that had to give way is verified again. */
  #ask<R>(question: (token: Token) => R): R {
    if (!live.has(this)) this.#enter();
    return this.#token.ask(question);
  }

  #enter() {
    live.add(this);
    if (live.size <= mostLive) return;
    for (const oldest of live) {
      live.delete(oldest);
      oldest.#token.free();
      break;
    }
  }

  /** How many answers are kept. */
  get answers(): number {
    return this.#plain.size + this.#others.size;
  }

  get summary(): TokenSummary {
    const summary: TokenSummary =
      this.#summary ?? freeze(JSON.parse(this.#ask((token) => token.summary())));
    this.#summary = summary;
    return summary;
  }

  /** Answers at `now`. Never throws: where the WebAssembly breaks down, it denies. */
  check(feature: string, options: CheckOptions | undefined, now: number): Decision {
    const requested = options === undefined ? 1 : units(options);
    try {
      if (now < this.#from || now >= this.#until) this.#forget(now);
      const flag = options?.flag === undefined ? undefined : String(options.flag);
      const isPlain = requested === 1 && flag === undefined;
      const answers = isPlain ? this.#plain : this.#others;
      const name = isPlain ? feature : `${requested} ${flag?.length} ${flag} ${feature}`;
      return answers.get(name) ?? this.#decide(answers, name, feature, requested, flag, now);
    } catch {
      return deny(feature, requested, "tokenInvalid");
    }
  }

  #decide(
    answers: Map<string, Decision>,
    name: string,
    feature: string,
    requested: number,
    flag: string | undefined,
    now: number,
  ): Decision {
    const key = String(feature);
    const decision: Decision = freeze(
      JSON.parse(this.#ask((token) => token.check(key, requested, flag, now))),
    );
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

  /** The instant after `now` at which an answer could change by itself; infinite where none could. Never throws. */
  nextChange(now: number): number {
    try {
      return this.#ask((token) => token.nextChange(now));
    } catch {
      return now + retryMillis;
    }
  }
}

/** Whether a decision has a flag or a boolean on. */
export const isOn = (decision: Decision): boolean => decision.allowed && decision.value === true;

/** The value of a config that is allowed; `fallback` for anything else. */
export function configOf<T>(decision: Decision, fallback: T): T {
  return decision.allowed && decision.kind === "config" ? (decision.value as T) : fallback;
}
