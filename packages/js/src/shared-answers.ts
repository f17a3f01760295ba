/**
 * Answers that are the same for every customer of an environment: shared by all clients of a page, as their
 * `Cache-Control` and `ETag` allow. Failures are not kept.
 */

import { refused, unreachable } from "./answer.js";

interface SharedAnswer {
  /** How it was fetched, since that may say who asks. */
  reach: typeof globalThis.fetch;
  text: Promise<string>;
  etag?: string | null;
  /** When it was asked for, by the local clock. */
  at: number;
  /** Until when it serves as it is: while it is under way, and as its headers say. */
  until: number;
  /** The same where a newer one is wanted. */
  renewed: number;
}

/** How long a request may take, and how long it is from one for a newer answer to the next. */
const waitMillis = 10_000;
/** The most answers that are kept; before one more, all are forgotten. */
const most = 32;

/** By key and address. */
const answers = new Map<string, SharedAnswer>();

/**
 * The text at an address, for those who have the publishable key, or for all where that is empty: the kept one as long
 * as it serves, else what comes of a request. `renew` asks even where the kept one serves, again after ten seconds.
 *
 * Rejects with a `NetworkError`, an `ApiError`, or a `SyntaxError` for what is no JSON and so comes from no edge.
 */
export function sharedAnswer(
  reach: typeof globalThis.fetch,
  address: string,
  key: string,
  renew?: boolean,
): Promise<string> {
  const name = key + address;
  const found = answers.get(name);
  const last = found?.reach === reach ? found : null;
  const at = Date.now();
  if (last && at >= last.at && at < (renew ? last.renewed : last.until)) return last.text;
  const headers = {
    ...(key && { "Tollgate-Key": key }),
    ...(last?.etag && { "If-None-Match": last.etag }),
  };
  const signal = AbortSignal.timeout(waitMillis);
  const ask = async () => {
    const response = await reach(address, { headers, signal });
    return { response, text: await response.text() };
  };
  const take = ({ response, text }: Awaited<ReturnType<typeof ask>>) => {
    const isSame = last && response.status === 304;
    if (!isSame) {
      if (!response.ok) throw refused(response, text);
      JSON.parse(text);
    }
    const control = response.headers.get("Cache-Control") ?? "";
    const [, seconds = 0] = /^(?!.*no-).*max-age=(\d+)/.exec(control) ?? [];
    answer.until = at + 1_000 * Number(seconds);
    answer.etag = response.headers.get("ETag");
    if (/no-store/.test(control)) answers.delete(name);
    return isSame ? last.text : text;
  };
  const text = ask().then(take, (cause) => {
    throw unreachable(address, cause);
  });
  text.catch(() => answers.delete(name));
  const answer: SharedAnswer = {
    reach,
    text,
    at,
    until: at + waitMillis,
    renewed: renew ? at + waitMillis : at,
  };
  if (answers.size >= most) answers.clear();
  answers.set(name, answer);
  return text;
}
