// Polls for what the edge does asynchronously.

import assert from "node:assert/strict";

/**
 * Polls until the predicate holds, for at most `seconds`.
 * @template T
 * @param {string} what is waited for
 * @param {() => Promise<T>} ask
 * @param {(answer: T) => boolean} wished
 * @param {number} [seconds]
 * @returns {Promise<T>}
 */
export async function until(what, ask, wished, seconds = 20) {
  const end = Date.now() + seconds * 1_000;
  for (;;) {
    const answer = await ask();
    if (wished(answer)) return answer;
    if (Date.now() > end)
      assert.fail(`after ${seconds} s still no ${what}: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
