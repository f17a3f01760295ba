// What is asked under load. Every kind is a stream of requests, the status that an answer must have, and how often it
// comes in the mix.

import { caller } from "../../scripts/start/api.mjs";
import { request } from "../bench/exchange.mjs";
import { askAll } from "../bench/load.mjs";
import { inTurn, meter } from "../bench/subject.mjs";
import { catalog, code } from "./catalog.mjs";

const BATCH = 100;

/** @typedef {{ next: () => string, status: number, weight: number, units?: number }} Kind */

/**
 * An environment with customers, and what is asked of it.
 * @param {{ url: string, port: number }} edge
 * @param {string} operatorKey
 * @param {{ customers?: number }} [options]
 * @returns {Promise<Record<string, Kind>>}
 */
export async function kinds({ url, port }, operatorKey, { customers: count = 500 } = {}) {
  const made = await caller(url, operatorKey)("POST", "/v1/environments", {
    name: "Load",
    kind: "sandbox",
  });
  const api = caller(url, made.secretKey);
  await api("PUT", "/v1/catalog", catalog());
  const secret = { Authorization: `Bearer ${made.secretKey}` };
  const page = { "Tollgate-Key": made.publishableKey };
  const post = (path, body) => request("POST", path, secret, JSON.stringify(body));
  const customers = Array.from({ length: count }, (_, at) => `customer-${at}`);
  const put = customers.map((id) => request("PUT", `/v1/customers/${id}`, secret, "{}"));
  await askAll({ port, requests: put, status: 201 });
  const plan = { plan: "scale", price: "scale-monthly" };
  const buy = customers.map((id) => post(`/v1/customers/${id}/subscriptions`, plan));
  await askAll({ port, requests: buy, status: 201 });
  const sessions = [];
  const look = (body) => sessions.push(JSON.parse(body).accessToken);
  const open = customers.map((customer) => post("/v1/sessions", { customer }));
  await askAll({ port, requests: open, status: 201, look });

  const customer = inTurn(customers);
  let number = 0;
  const event = (id) => {
    number += 1;
    return { customer: id, feature: meter, value: 1, key: `event-${number}` };
  };
  const selection = { ...plan, quantities: { seats: 7 }, vouchers: [code] };
  const client = (method, path, body) => request(method, path, page, body && JSON.stringify(body));
  const tokens = sessions.map((session) =>
    request("GET", "/v1/client/token", { ...page, Authorization: `Bearer ${session}` }),
  );
  const checks = customers.map((id) => post("/v1/check", { customer: id, feature: meter }));
  const issued = customers.map((id) => post("/v1/tokens", { customer: id }));
  return {
    "token, browser": { next: inTurn(tokens), status: 200, weight: 30 },
    "token, server": { next: inTurn(issued), status: 201, weight: 5 },
    check: { next: inTurn(checks), status: 200, weight: 20 },
    "usage, many customers": {
      next: () => post("/v1/usage", event(customer())),
      status: 200,
      weight: 30,
    },
    "usage, one customer": {
      next: () => post("/v1/usage", event(customers[0])),
      status: 200,
      weight: 5,
    },
    [`usage, batches of ${BATCH}`]: {
      next: () => {
        const id = customer();
        return post("/v1/usage", { events: Array.from({ length: BATCH }, () => event(id)) });
      },
      status: 200,
      weight: 1,
      units: BATCH,
    },
    redemption: {
      next: () => post(`/v1/customers/${customer()}/vouchers`, { code }),
      status: 201,
      weight: 1,
    },
    pricing: { next: () => client("GET", "/v1/client/pricing"), status: 200, weight: 5 },
    quote: {
      next: () => client("POST", "/v1/client/quotes", selection),
      status: 200,
      weight: 3,
    },
    "read of an object": { next: () => client("GET", "/healthz"), status: 200, weight: 0 },
  };
}
