// Clients that send requests in parallel lanes. The seed fixes the sequence of each lane, whatever the edge does.
//
// A client retries a request without a response, with the same idempotency keys, until it gets one. Changes of one
// customer other than usage come from one lane, so that the expected state is known; usage comes from several lanes.

import assert from "node:assert/strict";
import { catalog } from "./catalog.mjs";
import { ANYTHING } from "./ledger.mjs";
import { seededRandom } from "./random.mjs";

const USAGE_LANES = 5;
const PROFILE_LANES = 5;
const PAUSE_MILLIS = 40;

const TIERS = ["bronze", "silver", "gold"];

/**
 * @typedef {object} Ask
 * @property {() => Promise<import("../e2e/client.mjs").Answer>} send
 * @property {number[]} fine statuses that are expected
 * @property {number[]} [again] further statuses that are expected of a retry
 * @property {(answer: import("../e2e/client.mjs").Answer) => void} [heard]
 * @property {string} [customer] whom it changes, where `change` is given
 * @property {{ thing: string, value: unknown }} [change] what it makes of a thing
 * @property {string} [begun] the thing that it changes to a value that only the response states
 */

/**
 * Everything that runs in one environment.
 * @param {object} options
 * @param {string} options.seed
 * @param {object} options.environment from `edge.environment()`
 * @param {string[]} options.customers
 * @param {Map<string, object>} options.pages callers with an access token, by customer
 * @param {string[]} options.codes unique codes
 * @param {import("./ledger.mjs").Ledger} options.ledger
 */
export function workload({ seed, environment, customers, pages, codes, ledger }) {
  const { api } = environment;
  const path = (customer) => `/v1/customers/${customer}`;

  const keyed = (customer, key, caller, where, body, more = {}) => {
    const send = () => caller.post(where, body, { "idempotency-key": key });
    ledger.repeats.set(key, send);
    return {
      send,
      ...more,
      heard(answer) {
        ledger.answers.set(key, { customer, status: answer.status, text: answer.text });
        more.heard?.(answer);
      },
    };
  };

  function usageAsk(random, name) {
    const kind = random.weighted({ single: 5, batch: 3, consume: 4 });
    if (kind === "consume") {
      const [customer, requested] = [random.of(customers), random.between(1, 2)];
      const feature = random.of(["jobs", "jobs", "calls"]);
      ledger.consumes.set(name, { customer, feature, value: requested });
      const body = { customer, feature, requested, consume: true };
      return keyed(customer, name, api, "/v1/check", body, { fine: [200] });
    }
    const count = kind === "batch" ? random.between(2, 6) : 1;
    const events = Array.from({ length: count }, (_, part) => ({
      customer: random.of(customers),
      feature: random.of(["jobs", "calls"]),
      value: random.between(1, 3),
      key: `${name}/${part}`,
    }));
    for (const { key, ...units } of events) ledger.events.set(key, units);
    const body = kind === "batch" ? { events } : events[0];
    return {
      send: () => api.post("/v1/usage", body),
      fine: [200],
      heard: ({ body: { results } }) => {
        for (const [index, { key, status, decision }] of results.entries()) {
          assert.equal(key, events[index].key);
          assert.notEqual(decision, undefined, `${key}: ${status}`);
          ledger.acknowledged.set(key, decision.allowed);
        }
      },
    };
  }

  function profileAsk(random, name, own) {
    const customer = random.of(own);
    const things = ledger.known.get(customer);
    const tier = things?.get("tier");
    const grants = [...(things ?? [])].filter(([thing, held]) => thing.startsWith("grt_") && held);
    const kinds = { name: 2, token: 3, read: 2, grant: 2, override: 3, redeem: 1, single: 1 };
    if (grants.length > 0) kinds.revoke = 2;
    if (tier) Object.assign(kinds, { change: 3, addon: 3, cancel: 1 });
    else Object.assign(kinds, { checkout: 3, bundle: 2 });
    const at = path(customer);
    const change = (thing, value) => ({ customer, change: { thing, value } });
    const held = ({ body }) => ledger.know(customer, "tier", { id: body.id, plan: body.plan });
    const bought = ({ status, body }) => {
      if (status === 200) held({ body: body.subscription });
    };
    switch (random.weighted(kinds)) {
      case "name":
        return { send: () => api.patch(at, { name }), fine: [200], ...change("name", name) };
      case "token":
        return {
          send: () => api.post("/v1/tokens", { customer }),
          fine: [201],
          heard: ({ body: { token } }) => {
            const claims = JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
            ledger.show(customer, claims.rev);
            ledger.tokens.push(token);
          },
        };
      case "read":
        return {
          send: () => api.get(`${at}/entitlements`),
          fine: [200],
          heard: ({ body }) => ledger.show(customer, body.stateVersion),
        };
      case "grant":
        return keyed(
          customer,
          name,
          api,
          `${at}/grants`,
          { feature: "analytics", value: true },
          {
            fine: [201],
            heard: ({ body: { id } }) => ledger.know(customer, id, true),
          },
        );
      case "revoke": {
        const [id] = random.of(grants);
        return {
          send: () => api.delete(`${at}/grants/${id}`),
          fine: [204],
          again: [404],
          ...change(id, false),
        };
      }
      case "override": {
        const limit = random.between(0, 3) === 0 ? null : random.between(1, 1_000_000) + 1e9;
        const there = `${at}/overrides/calls`;
        return limit === null
          ? { send: () => api.delete(there), fine: [204, 404], ...change("override", null) }
          : { send: () => api.put(there, { limit }), fine: [200], ...change("override", limit) };
      }
      case "redeem":
        return keyed(
          customer,
          name,
          api,
          `${at}/vouchers`,
          { code: "SCARCE" },
          {
            fine: [201, 422],
          },
        );
      case "single":
        return keyed(
          customer,
          name,
          api,
          `${at}/vouchers`,
          { code: random.of(codes) },
          {
            fine: [201, 404, 422],
          },
        );
      case "change": {
        const plan = random.of(TIERS);
        const body = { plan, price: `${plan}-monthly` };
        return {
          send: () => api.patch(`${at}/subscriptions/${tier.id}`, body),
          fine: [200],
          ...change("tier", { id: tier.id, plan }),
        };
      }
      case "addon": {
        const quantity = random.between(0, 4);
        const there = `${at}/subscriptions/${tier.id}/addons/extra`;
        return quantity === 0
          ? {
              send: () => api.delete(there),
              fine: [200, 404],
              ...change(`${tier.id}/extra`, 0),
            }
          : {
              send: () => api.put(there, { quantity }),
              fine: [200],
              ...change(`${tier.id}/extra`, quantity),
            };
      }
      case "cancel":
        return keyed(
          customer,
          name,
          api,
          `${at}/subscriptions/${tier.id}/cancel`,
          { when: "now" },
          {
            fine: [200],
            ...change("tier", undefined),
          },
        );
      case "checkout":
      case "bundle": {
        const plan = random.of(TIERS);
        const selection = { plan, price: `${plan}-monthly` };
        const body =
          kinds.bundle && random.between(0, 1) ? { ...selection, voucher: "BUNDLE" } : selection;
        return keyed(customer, name, pages.get(customer), "/v1/client/checkout", body, {
          fine: body.voucher ? [200, 422] : [200],
          customer,
          begun: "tier",
          heard: bought,
        });
      }
    }
  }

  function catalogAsk(name, number) {
    const applyTo = number % 3 === 0 ? "all" : "new";
    return {
      send: () => api.put(`/v1/catalog?applyTo=${applyTo}`, catalog(name)),
      fine: [200],
      heard: ({ body }) => ledger.catalogVersions.set(body.version, name),
    };
  }

  /** @returns {Record<string, () => Ask>} by lane: what comes next */
  function lanes() {
    const all = {};
    for (let lane = 0; lane < USAGE_LANES + PROFILE_LANES + 1; lane += 1) {
      const random = seededRandom(`${seed}/lane ${lane}`);
      let number = 0;
      const next = (name) => {
        if (lane < USAGE_LANES) return usageAsk(random, name);
        if (lane === USAGE_LANES + PROFILE_LANES) return catalogAsk(name, number);
        const own = customers.filter((_, at) => at % PROFILE_LANES === lane - USAGE_LANES);
        return profileAsk(random, name, own);
      };
      all[lane] = () => {
        number += 1;
        return next(`${lane}-${number}`);
      };
    }
    return all;
  }

  /**
   * Sends a request, and retries it until there is a response.
   * @param {Ask} ask
   * @param {{ up: () => Promise<void>, kills: () => number }} gate
   */
  async function sendUntilAnswered(ask, gate) {
    if (ask.change) ledger.pending.set(ask.customer, ask.change);
    if (ask.begun) ledger.pending.set(ask.customer, { thing: ask.begun, value: ANYTHING });
    for (let tries = 0; ; tries += 1) {
      await gate.up();
      const kills = gate.kills();
      let answer;
      try {
        answer = await ask.send();
      } catch (error) {
        if (error instanceof assert.AssertionError || gate.kills() === kills) throw error;
        ledger.counts.repeated += 1;
        continue;
      }
      if (answer.status === 503) {
        assert.ok(Number(answer.headers.get("retry-after")) > 0, answer.text);
        ledger.counts.unavailable += 1;
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLIS));
        continue;
      }
      const fine = tries > 0 ? [...ask.fine, ...(ask.again ?? [])] : ask.fine;
      assert.ok(fine.includes(answer.status), `answered ${answer.status}: ${answer.text}`);
      ledger.counts.answered += 1;
      ask.heard?.(answer);
      if (ask.change) {
        ledger.know(ask.customer, ask.change.thing, ask.change.value);
      }
      ledger.pending.delete(ask.customer);
      return;
    }
  }

  return { lanes, sendUntilAnswered };
}
