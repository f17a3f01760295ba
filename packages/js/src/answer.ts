/** What an answer of the edge means, where it is none of success. */

import { ApiError, NetworkError, TollgateError } from "./error.js";
import { tryOrNull } from "./try.js";

/** The longest that an edge is left alone for, whatever it asks. */
const longestMillis = 3_600_000;

/** What was asked for did not come. */
export const unreachable = (path: string, cause: unknown): NetworkError =>
  new NetworkError(
    "network",
    `\`${path}\` could not be reached; check the connection and the endpoint`,
    { cause },
  );

/** What came is not what the edge answers. */
export const malformed = (path: string, options?: ErrorOptions): TollgateError =>
  new TollgateError(
    "answer_malformed",
    `\`${path}\` was not answered by an edge; check the endpoint`,
    options,
  );

/** `Retry-After` (RFC 9110), seconds or a date, in milliseconds. */
function waitOf(value: string | null): number | null {
  const millis = Number(value) * 1_000 || Date.parse(value ?? "") - Date.now();
  return millis > 0 ? Math.min(millis, longestMillis) : null;
}

/** The error of an answer that is none of success: its problem details, where it has them; a proxy's page has none. */
export function refused({ status, headers }: Response, text: string): ApiError {
  const { code, detail, title, requestId, errors } = tryOrNull(() => JSON.parse(text)) ?? {};
  const said = detail ?? title ?? `the edge answered with status ${status}`;
  return new ApiError(String(code ?? `http_${status}`), String(said), {
    status,
    requestId: requestId ?? headers.get("Tollgate-Request-Id"),
    errors: Array.isArray(errors) ? errors : [],
    retryAfterMillis: waitOf(headers.get("Retry-After")),
  });
}
