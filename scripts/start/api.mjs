// The HTTP API, as much of it as the demo needs.

import { Refusal } from "../log.mjs";

/**
 * A caller of the edge with one key. Every request has a time limit; an answer that is no success throws
 * a `Refusal` with what the edge said.
 * @param {string} url
 * @param {string} key
 * @returns {(method: string, path: string, body?: unknown, idempotency?: string) => Promise<any>}
 */
export function caller(url, key) {
  return async (method, path, body, idempotency) => {
    const headers = { authorization: `Bearer ${key}` };
    if (body !== undefined) headers["content-type"] = "application/json";
    if (idempotency) headers["idempotency-key"] = idempotency;
    let answer;
    let text;
    try {
      answer = await fetch(url + path, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(15_000),
      });
      text = await answer.text();
    } catch (error) {
      throw new Refusal(`${method} ${path} got no answer from the edge (${error.message})`);
    }
    if (!answer.ok)
      throw new Refusal(`${method} ${path} was answered ${answer.status}: ${text.slice(0, 2000)}`);
    return text === "" ? undefined : JSON.parse(text);
  };
}
