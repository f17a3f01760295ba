// Records what the clients of one environment sent and which responses they received; the edge is checked against it.

/**
 * @typedef {{ customer: string, feature: string, value: number }} Units
 * @typedef {{ status: number, text: string }} Said
 */

/** Stands for the result of a change whose response was lost, where only the response states the result. */
export const ANYTHING = Symbol("anything");

export class Ledger {
  /** Every usage event that was sent, by key. @type {Map<string, Units>} */
  events = new Map();
  /** The response to each event, by key: accepted or not. @type {Map<string, boolean>} */
  acknowledged = new Map();
  /** Checks that consume, by idempotency key. @type {Map<string, Units>} */
  consumes = new Map();
  /** First answers to requests with an idempotency key. @type {Map<string, Said & { customer: string }>} */
  answers = new Map();
  /**
   * Sends such a request again, by idempotency key. @type {Map<string, () =>
   * Promise<import("../e2e/client.mjs").Answer>>}
   */
  repeats = new Map();
  /** By customer and thing: the last value that was acknowledged. @type {Map<string, Map<string, unknown>>} */
  known = new Map();
  /** By customer: the one change that has no response yet. @type {Map<string, { thing: string, value: unknown }>} */
  pending = new Map();
  /** By customer: the highest state version in any response. @type {Map<string, number>} */
  shown = new Map();
  /** Marker of each catalogue version that was acknowledged. @type {Map<number, string>} */
  catalogVersions = new Map();
  /** Tokens that were issued. @type {string[]} */
  tokens = [];
  /** Requests that were answered, retries after a lost response, and responses with status 503. */
  counts = { answered: 0, repeated: 0, unavailable: 0 };

  show(customer, version) {
    this.shown.set(customer, Math.max(version, this.shown.get(customer) ?? 0));
  }

  know(customer, thing, value) {
    const things = this.known.get(customer) ?? new Map();
    this.known.set(customer, things.set(thing, value));
  }
}
