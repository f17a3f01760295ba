// What a product's own backend does, in small: it alone holds the secret key.
//
//   POST /session {customer}             → {customer, name, accessToken, expiresAt}   a signed-in user's session
//   POST /use     {customer, feature, n} → {decision}                          uses a feature, where it is done
//   POST /reset                          → {customers}                         begins again with fresh customers
//   GET  /customers                      → {customers: [{key, id, name}]}
//
// `customer` is a key of `customers` in seed.mjs. Only pages from the edge's own origin may call. A real backend
// knows who is signed in; this one believes the page, for it listens on this machine only.

import { createServer } from "node:http";
import { customerId, customers, seed } from "./seed.mjs";

const bodyLimit = 4096;

class Wrong extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function readBody(request) {
  let text = "";
  for await (const chunk of request) {
    text += chunk;
    if (text.length > bodyLimit) throw new Wrong(413, `a body has at most ${bodyLimit} bytes`);
  }
  try {
    const body = JSON.parse(text || "{}");
    if (body && typeof body === "object" && !Array.isArray(body)) return body;
  } catch {}
  throw new Wrong(400, "the body must be a JSON object");
}

/**
 * @param {object} demo
 * @param {(method: string, path: string, body?: unknown, idempotency?: string) => Promise<any>} demo.api
 *   calls the edge with the secret key
 * @param {{ generation: number, seeded: string[] }} demo.state
 * @param {(state: object) => Promise<void>} demo.keep
 * @param {string} demo.origin of the pages that may call
 * @param {number} demo.port the one wished for; any free one where it is taken
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startBackend({ api, state, keep, origin, port }) {
  const known = () =>
    Object.entries(customers).map(([key, { name }]) => ({
      key,
      id: customerId(key, state.generation),
      name,
    }));
  const named = ({ customer }) => {
    if (!Object.hasOwn(customers, customer)) {
      throw new Wrong(404, `\`customer\` must be one of ${Object.keys(customers).join(", ")}`);
    }
    return { id: customerId(customer, state.generation), name: customers[customer].name };
  };
  let resetting;
  const routes = {
    "GET /customers": async () => ({ customers: known() }),
    "POST /session": async (body) => {
      const { id, name } = named(body);
      const { accessToken, expiresAt } = await api("POST", "/v1/sessions", {
        customer: id,
        ttl: 3600,
      });
      return { customer: id, name, accessToken, expiresAt };
    },
    "POST /use": async (body) => {
      const { id } = named(body);
      const { feature, n = 1 } = body;
      if (typeof feature !== "string")
        throw new Wrong(400, "`feature` must be the key of a feature");
      if (!Number.isSafeInteger(n) || n < 1)
        throw new Wrong(400, "`n` must be a whole number from 1");
      const decision = await api("POST", "/v1/check", {
        customer: id,
        feature,
        requested: n,
        consume: true,
      });
      return { decision };
    },
    "POST /reset": async () => {
      resetting ??= (async () => {
        const next = { ...state, generation: state.generation + 1 };
        await seed({ api, state: next, keep });
        Object.assign(state, next);
      })().finally(() => {
        resetting = undefined;
      });
      await resetting;
      return { customers: known() };
    },
  };

  const server = createServer(async (request, response) => {
    const answer = (status, body) => {
      response.writeHead(status, {
        "content-type": "application/json",
        "access-control-allow-origin": origin,
        vary: "origin",
      });
      response.end(JSON.stringify(body));
    };
    if (request.method === "OPTIONS") {
      response.writeHead(204, {
        "access-control-allow-origin": origin,
        "access-control-allow-methods": "GET, POST",
        "access-control-allow-headers": "content-type",
        "access-control-max-age": "600",
        vary: "origin",
      });
      response.end();
      return;
    }
    try {
      // Another page's simple request would be carried out though its answer is withheld.
      if (request.headers.origin !== undefined && request.headers.origin !== origin) {
        throw new Wrong(403, "only the demo's own page may call its backend");
      }
      const route = routes[`${request.method} ${request.url?.split("?")[0]}`];
      if (!route) throw new Wrong(404, "no such route");
      answer(200, await route(request.method === "POST" ? await readBody(request) : {}));
    } catch (error) {
      answer(error.status ?? 502, { error: error.message });
    }
  });
  server.requestTimeout = 15_000;

  const listen = (wished) =>
    new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(wished, "127.0.0.1", () => {
        server.off("error", reject);
        resolve(server.address().port);
      });
    });
  const found = await listen(port <= 65535 ? port : 0).catch(() => listen(0));
  return {
    url: `http://127.0.0.1:${found}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
