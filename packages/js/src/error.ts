import type { KeysErrorCode, Problem, TokenErrorCode, TokenFault } from "./wasm/gate/gate.js";

/** Whatever goes wrong here has a stable `code` in snake case; the edge's own codes are passed on. */
export class TollgateError extends Error {
  override readonly name: string = "TollgateError";
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A token that is not accepted: `token_…`. */
export class TokenError extends TollgateError {
  override readonly name = "TokenError";
  declare readonly code: TokenErrorCode;
  /** What is malformed, where it is that. */
  readonly fault: TokenFault | null;

  constructor(code: TokenErrorCode, message: string, fault: TokenFault | null) {
    super(code, message);
    this.fault = fault;
  }
}

/** Keys that are not accepted: `keys_…`. */
export class KeysError extends TollgateError {
  override readonly name = "KeysError";
  declare readonly code: KeysErrorCode;

  constructor(code: KeysErrorCode, message: string) {
    super(code, message);
  }
}

/** A selection that cannot be quoted. */
export class QuoteError extends TollgateError {
  override readonly name = "QuoteError";
  /** Every reason, with pointers into the selection. */
  readonly errors: readonly Problem[];

  constructor(code: string, message: string, errors: readonly Problem[]) {
    super(code, message);
    this.errors = errors;
  }
}

/** The edge refused: problem details (RFC 9457). */
export class ApiError extends TollgateError {
  override readonly name = "ApiError";
  declare readonly status: number;
  declare readonly requestId: string | null;
  /** Every reason. */
  declare readonly errors: readonly Problem[];
  /** For how long to wait before asking again. */
  declare readonly retryAfterMillis: number | null;

  constructor(
    code: string,
    message: string,
    details: Pick<ApiError, "status" | "requestId" | "errors" | "retryAfterMillis">,
  ) {
    super(code, message);
    Object.assign(this, details);
  }
}

/** The edge could not be reached, or did not answer in time: `network`. */
export class NetworkError extends TollgateError {
  override readonly name = "NetworkError";
}
