// What every runtime is shown: a real edge with one customer on a plan, and their token.

import { startedEdge } from "../e2e/edge.mjs";

/** Tells a forged token from a good one by its last characters. */
const forged = (token) =>
  `${token.slice(0, -8)}${token.endsWith("AAAAAAAA") ? "BBBBBBBB" : "AAAAAAAA"}`;

/** @returns {Promise<Setup>} */
export async function setup() {
  const edge = await startedEdge();
  const environment = await edge.environment();
  const { id: audience, publishableKey, api } = environment;
  await environment.customer("acme", {
    plan: "pro",
    price: "pro-monthly",
    quantities: { seats: 5 },
    addons: {},
  });
  const { token } = (await api.post("/v1/tokens", { customer: "acme" })).is(201);
  const { accessToken } = (await api.post("/v1/sessions", { customer: "acme" })).is(201);
  const given = {
    issuer: edge.url,
    audience,
    publishableKey,
    token,
    forged: forged(token),
    accessToken,
  };
  return { edge, environment, given };
}

/** What `fixtures/…/client.js` must have found out in a page. */
export const expectedOfPage = {
  status: "ready",
  calls: [true, "withinLimit", 10_000],
  sso: [false, "notEntitled"],
  support: "email",
  // $49 and two seats beyond the three that are included.
  quote: 4900 + 2 * 1200,
  module: "for pages",
  scenario: "active",
};

/** The same in a runtime of servers. */
export const expectedOfClient = { ...expectedOfPage, module: "for servers" };

/** What `fixtures/…/server.js` must have found out. */
export const expectedOfServer = {
  customer: "acme",
  plans: ["pro"],
  module: "for servers",
  forged: "token_signature",
  allowed: ["acme", true],
  denied: [403, "not_entitled", "application/problem+json"],
  anonymous: [401, "token_missing"],
};

/** @typedef {{ edge: import("../e2e/edge.mjs").Edge, environment: any, given: Record<string, string> }} Setup */
