// Puts the demo's catalogue and customers on an edge. Run again, it changes nothing that is there.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { parse } from "yaml";

/** The customers of the demo: one on each plan, one with an add-on, one with an override. */
export const customers = {
  free: {
    id: "tidewatch",
    name: "Tidewatch",
    email: "ada@tidewatch.example",
    subscription: { plan: "starter" },
    usage: { "api-calls": 640, seats: 1, storage: 120 },
  },
  pro: {
    id: "coastline",
    name: "Coastline Ferries",
    email: "grace@coastline.example",
    subscription: {
      plan: "pro",
      price: "pro-monthly",
      quantities: { seats: 5 },
      addons: { "extra-calls": 1 },
    },
    usage: { "api-calls": 7200, seats: 5, storage: 18400 },
  },
  enterprise: {
    id: "northport",
    name: "Northport Authority",
    email: "radia@northport.example",
    subscription: { plan: "enterprise", price: "enterprise-monthly", quantities: { seats: 40 } },
    override: {
      feature: "storage",
      value: { limit: 250000, reason: "archive capped by contract until the move is done" },
    },
    usage: { "api-calls": 182340, seats: 40, storage: 96000 },
  },
};

/** A customer's id; each reset of the demo begins with customers nobody has used. */
export function customerId(key, generation) {
  const { id } = customers[key];
  return generation > 1 ? `${id}-${generation}` : id;
}

async function seedCustomer(api, key, generation) {
  const { name, email, subscription, override, usage } = customers[key];
  const id = customerId(key, generation);
  const path = `/v1/customers/${id}`;
  await api("PUT", path, { name, email, metadata: { demo: key } });
  await api("POST", `${path}/subscriptions`, subscription, `demo-${id}-subscription`);
  if (override) await api("PUT", `${path}/overrides/${override.feature}`, override.value);
  const events = Object.entries(usage).map(([feature, value]) => ({
    customer: id,
    feature,
    value,
    behaviour: "set",
    key: `demo-${id}-${feature}`,
  }));
  await api("POST", "/v1/usage", { events }, `demo-${id}-usage`);
}

/**
 * @param {object} demo
 * @param {(method: string, path: string, body?: unknown, idempotency?: string) => Promise<any>} demo.api
 *   calls the edge with the secret key
 * @param {{ catalog?: string, generation?: number, seeded?: string[] }} demo.state what is done already
 * @param {(state: object) => Promise<void>} demo.keep writes the state down
 */
export async function seed({ api, state, keep }) {
  const source = await readFile(new URL("catalog.yaml", import.meta.url), "utf8");
  const hash = createHash("sha256").update(source).digest("hex");
  if (state.catalog !== hash) {
    await api("PUT", "/v1/catalog", parse(source));
    state.catalog = hash;
    await keep(state);
  }
  state.generation ??= 1;
  state.seeded ??= [];
  for (const key of Object.keys(customers)) {
    const id = customerId(key, state.generation);
    if (state.seeded.includes(id)) continue;
    await seedCustomer(api, key, state.generation);
    state.seeded.push(id);
    await keep(state);
  }
}
