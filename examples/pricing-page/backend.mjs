// The backend of the example: what a company that sells with Tollgate runs itself.
//
// It alone holds the secret key. The page asks it for a session, and it is where usage is recorded, because what
// a browser says of its own usage is worth nothing. It takes three customers at their word, which a real one must not.

import { createServer } from "node:http";
import { customers } from "./seed.mjs";

const host = "127.0.0.1";
const largestBody = 4096;

/** An answer that is not a success: a status, and a sentence that says what to do. */
class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

async function readBody(request) {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) {
    text += chunk;
    if (text.length > largestBody) throw new Refused(413, `send at most ${largestBody} characters`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(400, "send a JSON object");
  }
}

function knownCustomer(id) {
  if (customers.some((customer) => customer.id === id)) return id;
  throw new Refused(404, `\`${id}\` is no customer of this demo`);
}

function knownFeature(feature) {
  if (typeof feature === "string" && /^[a-z0-9][a-z0-9_.-]{0,63}$/.test(feature)) return feature;
  throw new Refused(400, "`feature` must be the key of a meter");
}

/** The calls of the last days, the oldest first; a day without calls is there with 0. */
function byDay(history, days, now) {
  const sums = new Map();
  for (let back = days - 1; back >= 0; back -= 1) {
    sums.set(new Date(now - back * 86_400_000).toISOString().slice(0, 10), 0);
  }
  for (const { at, value } of history) {
    const day = at.slice(0, 10);
    if (sums.has(day)) sums.set(day, sums.get(day) + value);
  }
  return [...sums].map(([day, calls]) => ({ day, calls: Math.max(0, calls) }));
}

function routes({ api, state, keep }) {
  const history = (customer) => state.history?.[customer] ?? [];
  return {
    "POST /session": async ({ customer }) => {
      const id = knownCustomer(customer);
      const { accessToken } = await api("POST", "/v1/sessions", { customer: id, ttl: 3600 });
      return { accessToken };
    },
    "POST /use": async ({ customer, feature, value }) => {
      const id = knownCustomer(customer);
      const key = knownFeature(feature);
      if (!Number.isSafeInteger(value)) throw new Refused(400, "`value` must be a whole number");
      const { results } = await api("POST", "/v1/usage", {
        customer: id,
        feature: key,
        value,
        behaviour: "delta",
        key: crypto.randomUUID(),
      });
      const [result] = results;
      if (result.status === "accepted" && key === "api-calls") {
        state.history = {
          ...state.history,
          [id]: [...history(id), { at: new Date().toISOString(), value }].slice(-500),
        };
        await keep(state);
      }
      return result;
    },
    "POST /reset": async ({ customer, feature }) => {
      const [id, key] = [knownCustomer(customer), knownFeature(feature)];
      await api("POST", `/v1/customers/${id}/usage/${key}/reset`, {});
      return {};
    },
    "GET /explain": ({ customer }) =>
      api("GET", `/v1/customers/${knownCustomer(customer)}/entitlements?explain=true`),
    "GET /history": ({ customer }) => ({
      days: byDay(history(knownCustomer(customer)), 14, Date.now()),
    }),
  };
}

/** The page's own origin, by either name of this machine. */
function isOwn(asked, origin) {
  const names = ["127.0.0.1", "localhost"];
  const [theirs, ours] = [URL.parse(asked ?? ""), new URL(origin)];
  if (theirs === null) return false;
  const sameHost =
    theirs.hostname === ours.hostname ||
    (names.includes(theirs.hostname) && names.includes(ours.hostname));
  return sameHost && theirs.protocol === ours.protocol && theirs.port === ours.port;
}

/**
 * Starts the backend.
 *
 * @param {object} options
 * @param {(method: string, path: string, body?: unknown, idempotency?: string) => Promise<any>} options.api calls
 *   the edge with the secret key
 * @param {Record<string, any>} options.state what is remembered between starts
 * @param {(state: Record<string, any>) => Promise<void>} options.keep writes the state down
 * @param {string} options.origin of the page
 * @param {number} options.port
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startBackend({ api, state, keep, origin, port }) {
  const table = routes({ api, state, keep });
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", `http://${host}`);
    response.setHeader("vary", "origin");
    if (isOwn(request.headers.origin, origin)) {
      response.setHeader("access-control-allow-origin", request.headers.origin);
      response.setHeader("access-control-allow-headers", "content-type");
    }
    const answer = (status, body) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    };
    if (request.method === "OPTIONS") return answer(204);
    const handle = table[`${request.method} ${url.pathname}`];
    try {
      if (!handle) throw new Refused(404, "there is nothing at this address");
      const asked =
        request.method === "GET" ? Object.fromEntries(url.searchParams) : await readBody(request);
      if (typeof asked !== "object" || asked === null) throw new Refused(400, "send a JSON object");
      answer(200, await handle(asked));
    } catch (error) {
      if (error instanceof Refused) return answer(error.status, { detail: error.message });
      process.stderr.write(`backend: ${error.message}\n`);
      answer(502, { detail: "the edge refused or did not answer; its reason is in the log" });
    }
  });
  server.requestTimeout = 20_000;
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return {
    url: `http://${host}:${server.address().port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
