// What is measured: an environment with 20 features, hard limits that are never reached, and customers who have them.

import { caller } from "../../scripts/start/api.mjs";
import { request } from "./exchange.mjs";
import { askAll } from "./load.mjs";

const METER = { limit: 9_000_000_000_000, enforcement: "hard", reset: "month", anchor: "calendar" };

/** The meter that usage is recorded on. */
export const meter = "api-calls";

/** The plan that every customer is on. */
const plan = "scale";

const names = {
  meter: ["api-calls", "ai-tokens", "build-minutes", "storage", "seats", "projects"],
  boolean: [
    "sso",
    "audit-log",
    "analytics",
    "white-label",
    "custom-domains",
    "webhooks",
    "exports",
    "roles",
  ],
  config: ["support-level", "retention-days", "region"],
  flag: ["beta-dashboard", "new-editor", "fast-search"],
};

/** A catalogue of one free plan with 20 features of every kind. */
export function catalog() {
  const title = (key) => key[0].toUpperCase() + key.slice(1).replaceAll("-", " ");
  const values = { "support-level": "priority", "retention-days": 365, region: "eu" };
  const features = [
    ...names.meter.map((key) => ({
      key,
      name: title(key),
      kind: "meter",
      unit: "unit",
      aggregation: "sum",
    })),
    ...names.boolean.map((key) => ({ key, name: title(key), kind: "boolean" })),
    ...names.config.map((key) => ({ key, name: title(key), kind: "config" })),
    ...names.flag.map((key) => ({ key, name: title(key), kind: "flag", default: false })),
  ];
  const entitlements = Object.fromEntries([
    ...names.meter.map((key) => [key, METER]),
    ...names.boolean.map((key) => [key, true]),
    ...names.config.map((key) => [key, values[key]]),
    ...names.flag.map((key) => [key, true]),
  ]);
  return {
    version: 1,
    currency: "usd",
    features,
    plans: [{ key: plan, name: "Scale", entitlements, prices: [], display: { order: 1 } }],
  };
}

/**
 * A new environment with that catalogue.
 * @param {{ url: string, port: number }} edge
 * @param {string} operatorKey
 */
export async function environment({ url, port }, operatorKey) {
  const made = await caller(url, operatorKey)("POST", "/v1/environments", {
    name: "Benchmark",
    kind: "sandbox",
  });
  const api = caller(url, made.secretKey);
  await api("PUT", "/v1/catalog", catalog());
  const secret = { Authorization: `Bearer ${made.secretKey}` };
  return {
    ...made,
    api,
    /** A request with the secret key. */
    post: (path, body) => request("POST", path, secret, JSON.stringify(body)),
    /** Makes customers who are on the plan. */
    async customers(ids) {
      const put = ids.map((id) => request("PUT", `/v1/customers/${id}`, secret, "{}"));
      await askAll({ port, requests: put, status: 201 });
      const buy = ids.map((id) =>
        request("POST", `/v1/customers/${id}/subscriptions`, secret, JSON.stringify({ plan })),
      );
      await askAll({ port, requests: buy, status: 201 });
      return ids;
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof environment>>} Environment */

/**
 * Gives the members of a list in turn, for ever.
 * @template T
 * @param {T[]} list
 * @returns {() => T}
 */
export function inTurn(list) {
  let at = 0;
  return () => {
    at = (at + 1) % list.length;
    return list[at];
  };
}
