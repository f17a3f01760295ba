// Assertions on problem documents.

import assert from "node:assert/strict";

/**
 * Asserts that a response is that problem document, with an error at each of the pointers.
 * @param {import("./client.mjs").Answer} answer
 * @param {number} status
 * @param {string} code
 * @param {string[]} [pointers]
 * @returns {any} the problem document
 */
export function refused(answer, status, code, pointers = []) {
  const body = answer.is(status);
  assert.equal(body.code, code, answer.text);
  const named = (body.errors ?? []).map(({ pointer }) => pointer);
  for (const pointer of pointers)
    assert.ok(named.includes(pointer), `${pointer} is not named in ${answer.text}`);
  return body;
}
