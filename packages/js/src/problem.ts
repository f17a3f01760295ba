/** Why a request is not let through, as a problem document (RFC 9457). */

import type { TollgateError } from "./error.js";
import type { Decision, Reason } from "./wasm/gate/gate.js";

/** The body of a denial. */
export interface GateProblem {
  type: "about:blank";
  title: string;
  status: 401 | 403 | 429 | 503;
  /** A sentence: what is wrong and what to do about it. */
  detail: string;
  /** Stable, in snake case: `token_…`, `keys_unavailable`, or the reason of the decision. */
  code: string;
  /** What the gate answered, where there was a token to answer from. */
  decision?: Decision;
}

const titles = {
  401: "Unauthorized",
  403: "Forbidden",
  429: "Too Many Requests",
  503: "Service Unavailable",
};

/** Seconds after which keys that were out of reach are worth another try. */
const retrySeconds = 5;

function answer(
  problem: Omit<GateProblem, "type" | "title">,
  headers: Record<string, string>,
): Response {
  const body: GateProblem = { type: "about:blank", title: titles[problem.status], ...problem };
  return new Response(JSON.stringify(body), {
    status: problem.status,
    headers: {
      "Content-Type": "application/problem+json",
      "Cache-Control": "no-store",
      ...headers,
    },
  });
}

/** 401 for a request without a token. */
export const tokenMissing = (): Response =>
  answer(
    { status: 401, code: "token_missing", detail: "the request carries no token; send one" },
    { "WWW-Authenticate": "Bearer" },
  );

/** 401 for a token that is not accepted. */
export const tokenRefused = ({ code, message }: TollgateError): Response =>
  answer(
    { status: 401, code, detail: message },
    // What a token says may stand in the message, and does not belong in a header.
    { "WWW-Authenticate": `Bearer error="invalid_token", error_description="${code}"` },
  );

/** 503 where there are no keys to verify with. */
export const keysUnavailable = (): Response =>
  answer(
    {
      status: 503,
      code: "keys_unavailable",
      detail: "the keys that tokens are verified with are out of reach; try again",
    },
    { "Retry-After": String(retrySeconds) },
  );

const snake = (reason: Reason) => reason.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const sentences: Partial<Record<Reason, string>> = {
  notEntitled: "is not part of what the customer has; it needs another plan or an add-on",
  limitReached: "is used up; it needs another plan, an add-on or less at once",
  switchedOff: "or the flag it depends on is switched off for the customer",
  expired: "has ended for the customer",
  suspended: "cannot be used while the customer is suspended",
  unknownFeature: "or the flag it depends on is not in the catalogue; check the key",
  clockSuspect: "cannot be decided: the clock of this server is wrong",
};

/** 429 where a limit is reached and usage starts again by itself at `resetsAt`; 403 for any other denial. */
export function denied(decision: Decision, now: number): Response {
  const { feature, reason, resetsAt } = decision;
  const said = `\`${feature}\` ${sentences[reason] ?? `cannot be used: ${reason}`}`;
  const problem = { code: snake(reason), decision };
  if (reason !== "limitReached" || resetsAt === null) {
    return answer({ status: 403, detail: said, ...problem }, {});
  }
  const seconds = Math.max(1, Math.ceil((Date.parse(resetsAt) - now) / 1_000));
  return answer(
    { status: 429, detail: `${said}; it starts again at ${resetsAt}`, ...problem },
    { "Retry-After": String(seconds) },
  );
}
