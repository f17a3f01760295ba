// One keep-alive connection with one request at a time: HTTP/1.1 on a bare socket, so that the client costs little
// compared with the server that is measured on the same machine.

import { connect } from "node:net";

/** How long an answer may take. */
const LIMIT_MILLIS = 20_000;

const HEAD_END = Buffer.from("\r\n\r\n");
const LAST_CHUNK = "\r\n0\r\n\r\n";

/**
 * @typedef {{ status: number, body: string }} Answer
 * @typedef {{ ask: (request: string) => Promise<Answer>, close: () => void }} Connection
 */

/**
 * A request as it goes over the wire.
 * @param {"GET" | "POST" | "PUT"} method
 * @param {string} path
 * @param {Record<string, string>} headers
 * @param {string} [body] JSON text
 */
export function request(method, path, headers, body) {
  let text = `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n`;
  for (const [name, value] of Object.entries(headers)) text += `${name}: ${value}\r\n`;
  if (body !== undefined) {
    text += `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
  }
  return `${text}\r\n${body ?? ""}`;
}

/**
 * @param {number} port
 * @returns {Promise<Connection>} `ask` refuses when the answer takes too long or the connection ends
 */
export function connection(port) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    let waiting;
    let received = [];
    const fail = (error) => {
      reject(error);
      waiting?.reject(error);
      waiting = undefined;
      socket.destroy();
    };
    socket.setTimeout(LIMIT_MILLIS, () => {
      if (waiting) fail(new Error(`no answer within ${LIMIT_MILLIS} ms`));
    });
    socket.on("error", fail);
    socket.on("close", () => fail(new Error("the connection was closed")));
    socket.on("data", (bytes) => {
      received.push(bytes);
      const whole = received.length === 1 ? bytes : Buffer.concat(received);
      const answer = read(whole);
      if (!answer) {
        received = [whole];
        return;
      }
      received = [];
      const { resolve: give } = waiting;
      waiting = undefined;
      give(answer);
    });
    socket.on("connect", () =>
      resolve({
        ask: (text) =>
          new Promise((give, refuse) => {
            waiting = { resolve: give, reject: refuse };
            socket.write(text);
          }),
        close: () => {
          socket.removeAllListeners("close");
          socket.destroy();
        },
      }),
    );
  });
}

/**
 * @param {Buffer} bytes
 * @returns {Answer | undefined} undefined while something is missing
 */
function read(bytes) {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const head = bytes.toString("latin1", 0, end);
  const status = Number(head.slice(9, 12));
  const start = end + HEAD_END.length;
  const length = /\r\ncontent-length: *(\d+)/i.exec(head);
  if (length) {
    const stop = start + Number(length[1]);
    return bytes.length < stop ? undefined : { status, body: bytes.toString("utf8", start, stop) };
  }
  if (!/\r\ntransfer-encoding: *chunked/i.test(head)) return { status, body: "" };
  const text = bytes.toString("latin1", end + 2);
  if (!text.endsWith(LAST_CHUNK)) return undefined;
  return { status, body: join(bytes, start) };
}

/** The chunks from `start` on, put together (RFC 9112, section 7.1). */
function join(bytes, start) {
  const parts = [];
  for (let at = start; ; ) {
    const line = bytes.indexOf("\r\n", at);
    const size = Number.parseInt(bytes.toString("latin1", at, line), 16);
    if (size === 0) return Buffer.concat(parts).toString("utf8");
    parts.push(bytes.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
}
