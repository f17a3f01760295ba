// A client of the edge. The rules that hold for every response are checked here: a time limit, a
// request id, the server's time, and a problem document for every refusal.

import assert from "node:assert/strict";
import { request as open } from "node:http";

/** The most milliseconds that any answer may take. */
export const LIMIT = 10_000;

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {Headers} headers
 * @property {string} text the body as it came
 * @property {any} body the body as JSON; undefined when there is none
 * @property {(status: number) => any} is the body, when the status is that
 */

function answer(what, status, headers, text, mayBeRepeated = false) {
  const isJson = /^application\/([a-z-]+\+)?json/.test(headers.get("content-type") ?? "");
  const body = isJson && text !== "" ? JSON.parse(text) : undefined;
  const said = `${what} → ${status} ${text.slice(0, 1500)}`;
  assert.match(headers.get("tollgate-request-id") ?? "", /^req_[0-9a-z]+$/, said);
  assert.match(headers.get("tollgate-time") ?? "", /^\d{13}$/, said);
  assert.notEqual(status, 500, said);
  if (status >= 400 && !what.startsWith("HEAD")) {
    assert.match(headers.get("content-type") ?? "", /^application\/problem\+json/, said);
    assert.equal(body.status, status, said);
    // A repeated answer names the request that it was first given to.
    if (!mayBeRepeated) assert.equal(body.requestId, headers.get("tollgate-request-id"), said);
    assert.match(body.code, /^[a-z0-9_]+$/, said);
    assert.ok(body.type.endsWith(`/errors/${body.code}`), said);
    for (const member of ["title", "detail"]) assert.ok(body[member]?.length > 0, said);
    for (const error of body.errors ?? []) {
      assert.match(error.code, /^[a-z0-9_]+$/, said);
      assert.match(error.pointer, /^(\/.*)?$/, said);
      assert.ok(error.detail.length > 0, said);
    }
  }
  const is = (expected) => {
    assert.equal(status, expected, said);
    return body;
  };
  return { status, headers, text, body, is };
}

/**
 * @param {string} url of the edge
 * @param {Record<string, string>} headers sent with every request
 */
export function client(url, headers = {}) {
  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body] a text, bytes or a stream is sent as it is; anything else as JSON
   * @param {Record<string, string>} [more] further headers
   * @returns {Promise<Answer>}
   */
  async function send(method, path, body, more = {}) {
    const plain = body === undefined || typeof body === "string" || body instanceof Uint8Array;
    const streamed = body instanceof ReadableStream;
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
        ...more,
      },
      body: plain || streamed ? body : JSON.stringify(body),
      redirect: "manual",
      signal: AbortSignal.timeout(LIMIT),
      ...(streamed ? { duplex: "half" } : {}),
    });
    const text = await response.text();
    return answer(
      `${method} ${path}`,
      response.status,
      response.headers,
      text,
      "idempotency-key" in more,
    );
  }

  /**
   * As `send`, with the path on the wire exactly as given: no URL is parsed on the way.
   * @param {string} method
   * @param {string} path
   * @param {Record<string, string>} [more]
   * @param {string} [body]
   * @returns {Promise<Answer>}
   */
  function sendExactly(method, path, more = {}, body = "") {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
      const options = {
        hostname,
        port,
        method,
        path,
        headers: { ...headers, ...more },
        timeout: LIMIT,
      };
      const request = open(options, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part) => {
          text += part;
        });
        response.on("end", () => {
          try {
            const received = new Headers(
              Object.entries(response.headers).flatMap(([name, value]) =>
                (Array.isArray(value) ? value : [value]).map((one) => [name, one]),
              ),
            );
            resolve(answer(`${method} ${path}`, response.statusCode, received, text));
          } catch (error) {
            reject(error);
          }
        });
      });
      request.on("timeout", () =>
        request.destroy(new Error(`${method} ${path} took over ${LIMIT} ms`)),
      );
      request.on("error", reject);
      request.end(body);
    });
  }

  return {
    url,
    headers,
    send,
    sendExactly,
    get: (path, more) => send("GET", path, undefined, more),
    post: (path, body, more) => send("POST", path, body, more),
    put: (path, body, more) => send("PUT", path, body, more),
    patch: (path, body, more) => send("PATCH", path, body, more),
    delete: (path, more) => send("DELETE", path, undefined, more),
    /** The same caller with further headers. */
    with: (more) => client(url, { ...headers, ...more }),
  };
}

/** @typedef {ReturnType<typeof client>} Client */
