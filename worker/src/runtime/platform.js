// What is done on the platform's side of the boundary in one go, because each step across it costs more than the step.

import { createPrivateKey, sign } from "node:crypto";

// The headers that are read of every request, and behind them those that one of its method may be asked for.
const always = ["authorization", "tollgate-key", "origin"];
const reading = [...always, "if-none-match", "accept"];
const posting = [...always, "idempotency-key", "content-type", "content-length"];
const changing = [...posting, "if-match"];
const headersOf = { GET: reading, HEAD: reading, POST: posting };

/** Method, URL and headers, one a line: name, `=` and value. */
export function readHead(request) {
  const { headers, method, url } = request;
  let text = `${method}\n${url}`;
  for (const name of headersOf[method] ?? changing) {
    const value = headers.get(name);
    if (value !== null) text += `\n${name}=${value}`;
  }
  return text;
}

/** The address that a request came from, as the runtime tells it; empty where it does not. */
export function callerAddress(request) {
  // Where the runtime says nothing, anybody can have written the header.
  if (!request.cf) return "";
  return request.cf.clientIp ?? request.headers.get("cf-connecting-ip") ?? "";
}

/**
 * A response with the headers that every one carries; `more` is name and value in turn, one a line. An object of always
 * the same members is read fastest.
 */
export function respond(
  status,
  body,
  id,
  time,
  type = "application/json",
  cache = "no-store",
  more,
) {
  const headers = {
    "x-content-type-options": "nosniff",
    "cache-control": cache,
    "tollgate-request-id": id,
    "tollgate-time": time,
  };
  if (type !== "") headers["content-type"] = type;
  const response = new Response(body, { status, headers });
  if (more !== undefined) {
    const lines = more.split("\n");
    for (let at = 0; at + 1 < lines.length; at += 2) response.headers.set(lines[at], lines[at + 1]);
  }
  return response;
}

// Tasks and what they wait for (executor.rs), by number. Numbers of waits are never given again, so that what was
// waited for by an instance of the module that a trap ended means nothing to the next.
let instances = 0;
let waits = 0;
let onSettled;

function nextWaitNumber() {
  waits = (waits + 1) >>> 0;
  return waits;
}

const promises = new Map();

/** An instance of the module begins, and is told by `settled` what its waits came to. Gives its number. */
export function registerInstance(settled) {
  instances += 1;
  onSettled = settled;
  for (const { reject } of promises.values()) {
    reject(new Error("what was under way here was ended"));
  }
  promises.clear();
  return instances;
}

/** The promise of the task of that number. */
export function taskPromise(task) {
  const { promise, resolve, reject } = Promise.withResolvers();
  promises.set(task, { resolve, reject });
  return promise;
}

/** Settles the promise of a task. */
export function settleTask(task, fine, outcome) {
  const { resolve, reject } = promises.get(task);
  promises.delete(task);
  if (fine) resolve(outcome);
  else reject(outcome);
}

/**
 * Waits for what is promised; once `millis` are over, for null as its failure. Gives the number of the wait. What comes
 * after that has a number that nobody waits for.
 */
function within(promised, millis) {
  const number = nextWaitNumber();
  const timer = setTimeout(onLate, millis, number);
  const settle = (fine, outcome) => {
    clearTimeout(timer);
    onSettled(number, fine, outcome);
  };
  promised.then(
    (value) => settle(true, value),
    (error) => settle(false, error),
  );
  return number;
}

const onLate = (number) => onSettled(number, false, null);

/** Waits for the whole body of a request. */
export const readBody = (request, millis) => within(request.bytes(), millis);

/** Waits for the next part of a stream: its bytes, or null at its end. */
export const readChunk = (reader, millis) => {
  const chunk = reader.read().then(({ done, value }) => (done ? null : value));
  return within(chunk, millis);
};

/** Waits for the text that the object `name` answers to a command. */
export const callObject = (namespace, name, command, millis) =>
  within(namespace.getByName(name).command(command), millis);

/** Waits for what a service answers to `GET`. */
export const fetchService = (service, url, millis) => within(service.fetch(url), millis);

/** Waits for one turn of the event loop, by reading a body: a timer would wait as long as the clock was set back. */
export function nextTick() {
  const own = nextWaitNumber();
  const settled = () => onSettled(own, true);
  new Response(".").text().then(settled, settled);
  return own;
}

/** A key that signs with Ed25519, of its PKCS #8 form; undefined where the platform takes none. */
export function importSigningKey(pkcs8) {
  try {
    return createPrivateKey({ key: pkcs8.slice(), format: "der", type: "pkcs8" });
  } catch {
    return undefined;
  }
}

/** Writes the signature of a message to `signature`, 64 bytes; false where there is none. */
export function signInto(key, message, signature) {
  try {
    signature.set(sign(null, message, key));
    return true;
  } catch {
    return false;
  }
}
