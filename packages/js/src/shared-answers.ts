/**
 * Answers that are the same for every customer of an environment: shared by all clients of a page, as their
 * `Cache-Control` and `ETag` allow. Failures are not kept.
 */

import { refused } from "./answer.js";
import { tryOrNull } from "./try.js";

interface SharedAnswer {
  text: Promise<string>;
  etag: string | null;
  /** When it was asked for, by the local clock. */
  at: number;
  /** Whether that was to renew one that still served. */
  renews: boolean;
  /** Until when it serves as it is; infinite while it is under way. */
  until: number;
}

/** The most answers that are kept. */
const most = 32;
/** Between two requests that renew an answer. */
const renewMillis = 10_000;

/** By how they are fetched, since that may say who asks; then by name. */
const all = new WeakMap<typeof globalThis.fetch, Map<string, SharedAnswer>>();

/**
 * The text of the answer of that name: the kept one as long as it serves, else what `ask` gives, which is told the tag of
 * the kept one. `renew` asks even where it serves, again after ten seconds.
 */
export function sharedAnswer(
  reach: typeof globalThis.fetch,
  name: string,
  ask: (etag: string | null) => Promise<{ response: Response; text: string }>,
  renew = false,
): Promise<string> {
  const answers = all.get(reach) ?? new Map<string, SharedAnswer>();
  all.set(reach, answers);
  const last = answers.get(name);
  const at = Date.now();
  const serves = renew ? last?.renews && last.at + renewMillis : last?.until;
  if (last && serves && at >= last.at && at < serves) return last.text;

  const take = async () => {
    const forget = (instead?: SharedAnswer) => {
      if (answers.get(name) !== answer) return;
      answers.delete(name);
      if (instead) answers.set(name, instead);
    };
    try {
      const { response, text } = await ask(last?.etag ?? null);
      const { headers, status, ok } = response;
      const isSame = last && status === 304;
      if (!isSame && !ok) throw refused(response, text);
      const control = headers.get("Cache-Control") ?? "";
      const seconds = /no-cache/.test(control) ? 0 : /max-age=(\d+)/.exec(control)?.[1];
      answer.until = at + Number(seconds ?? 0) * 1_000;
      answer.etag = headers.get("ETag");
      // What is no JSON comes from somebody else.
      if (/no-store/.test(control) || !(isSame || tryOrNull(() => JSON.parse(text)))) forget();
      return isSame ? last.text : text;
    } catch (error) {
      forget(last);
      throw error;
    }
  };
  const answer: SharedAnswer = {
    at,
    renews: renew,
    until: Number.POSITIVE_INFINITY,
    etag: null,
    text: take(),
  };
  answers.delete(name);
  answers.set(name, answer);
  for (const oldest of answers.keys()) {
    if (answers.size <= most) break;
    answers.delete(oldest);
  }
  return answer.text;
}
