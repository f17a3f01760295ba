// The ways to verify tokens that are compared: the same in Node and in workerd.

import { verifyToken } from "@tollgate/js";
import { gate } from "@tollgate/js/server";
import { createLocalJWKSet, importJWK, jwtVerify } from "jose";

/**
 * @param {object} subject
 * @param {string[]} subject.tokens to be asked for in turn
 * @param {string[]} subject.fresh each to be asked for once
 * @param {{ keys: object[] }} subject.keys
 * @param {{ issuer: string, audience: string }} subject.expected
 * @param {string} subject.typ
 */
export async function verifying({ tokens, fresh, keys, expected, typ }) {
  const theirs = { ...expected, typ, algorithms: ["EdDSA"] };
  const key = await importJWK(keys.keys[0], "EdDSA");
  const set = createLocalJWKSet(keys);
  const ask = gate({ ...expected, keys, feature: "feature-0" });
  const requests = tokens.map(
    (token) => new Request("https://shop.test/", { headers: { Authorization: `Bearer ${token}` } }),
  );
  const inTurn = (list) => {
    let at = 0;
    return () => list[at++ % list.length];
  };
  const [token, request, once] = [tokens, requests, fresh].map(inTurn);
  const ways = {
    first: () => verifyToken(once(), { ...expected, keys }),
    again: () => verifyToken(token(), { ...expected, keys }),
    gate: async () => {
      if (!(await ask(request())).allowed) throw new Error("a request was denied");
    },
    jose: () => jwtVerify(token(), key, theirs),
    joseWithSet: () => jwtVerify(token(), set, theirs),
  };
  /**
   * @param {keyof typeof ways} way
   * @param {number} calls
   */
  return async (way, calls) => {
    const call = ways[way];
    for (let at = 0; at < calls; at += 1) await call();
  };
}
