// What the demo begins with: the catalogue, and three customers with what they bought and used.
//
// Running it again changes nothing that a visitor changed since.

import { readFile } from "node:fs/promises";
import { parse } from "yaml";

/** The customers that the page can be looked at as. */
export const customers = [
  {
    id: "harbour-lab",
    name: "Harbour Lab",
    email: "ines@harbour-lab.example",
    subscription: { plan: "starter" },
    usage: { "api-calls": 640, seats: 1, storage: 210 },
  },
  {
    id: "north-ferry",
    name: "North Ferry",
    email: "ops@north-ferry.example",
    subscription: {
      plan: "pro",
      price: "pro-monthly",
      currency: "eur",
      quantities: { seats: 5 },
      addons: { "extra-calls": 2 },
    },
    usage: { "api-calls": 13_480, seats: 5, storage: 18_300 },
  },
  {
    id: "delta-port",
    name: "Delta Port Authority",
    email: "it@delta-port.example",
    subscription: { plan: "enterprise", price: "enterprise-yearly", quantities: { seats: 40 } },
    overrides: {
      "api-calls": { limit: 250_000, reason: "Contract of 2026: 250,000 calls a month" },
    },
    usage: { "api-calls": 187_250, seats: 38, storage: 310_000 },
  },
];

/** Fourteen days of calls that add up to `total`, fewer at weekends. */
function spread(total, now) {
  const days = Array.from({ length: 14 }, (_, index) => new Date(now - (13 - index) * 86_400_000));
  const weights = days.map(
    (day, index) => (day.getUTCDay() % 6 === 0 ? 0.4 : 1) * (1 + index / 26),
  );
  const sum = weights.reduce((a, b) => a + b);
  const values = weights.map((weight) => Math.floor((total * weight) / sum));
  values[0] += total - values.reduce((a, b) => a + b);
  return days.map((day, index) => ({ at: day.toISOString(), value: values[index] }));
}

async function publish(api) {
  const text = await readFile(new URL("catalog.yaml", import.meta.url), "utf8");
  const catalog = parse(text);
  const { changes } = await api("PUT", "/v1/catalog?dryRun=true", catalog);
  if (changes.length > 0) await api("PUT", "/v1/catalog", catalog);
}

async function enrol(api, { id, name, email, subscription, overrides = {}, usage }) {
  await api("PUT", `/v1/customers/${id}`, { name, email });
  await api(
    "POST",
    `/v1/customers/${id}/subscriptions`,
    { ...subscription, trial: false },
    `seed-${id}`,
  );
  for (const [feature, override] of Object.entries(overrides)) {
    await api("PUT", `/v1/customers/${id}/overrides/${feature}`, override);
  }
  const events = Object.entries(usage).map(([feature, value]) => ({
    customer: id,
    feature,
    value,
    behaviour: "set",
    key: `seed-${id}-${feature}`,
  }));
  await api("POST", "/v1/usage", { events }, `seed-usage-${id}`);
}

/**
 * Publishes the catalogue where it changed, and enrols each customer once.
 *
 * @param {object} options
 * @param {(method: string, path: string, body?: unknown, idempotency?: string) => Promise<any>} options.api calls
 *   the edge with the secret key
 * @param {Record<string, any>} options.state what is remembered between starts
 * @param {(state: Record<string, any>) => Promise<void>} options.keep writes the state down
 */
export async function seed({ api, state, keep }) {
  await publish(api);
  for (const customer of customers) {
    if (state.seeded?.includes(customer.id)) continue;
    await enrol(api, customer);
    state.seeded = [...(state.seeded ?? []), customer.id];
    state.history = {
      ...state.history,
      [customer.id]: spread(customer.usage["api-calls"], Date.now()),
    };
    await keep(state);
  }
}
