// What the callers of one environment know: what they sent, and what they were told. The edge is held to it.

/**
 * @typedef {{ customer: string, feature: string, value: number }} Units
 * @typedef {{ status: number, text: string }} Said
 */

/** What a change without an answer may have made of a thing, where only the answer tells. */
export const ANYTHING = Symbol("anything");

export class Books {
  /** Every usage event that was sent, by key. @type {Map<string, Units>} */
  events = new Map();
  /** What was answered to an event, by key: accepted or not. @type {Map<string, boolean>} */
  told = new Map();
  /** Checks that consume, by idempotency key. @type {Map<string, Units>} */
  consumes = new Map();
  /** First answers to requests with an idempotency key. @type {Map<string, Said & { customer: string }>} */
  answers = new Map();
  /** How to send such a request again. @type {Map<string, () => Promise<import("../e2e/client.mjs").Answer>>} */
  repeats = new Map();
  /** By customer and thing: what it is as far as anybody was told. @type {Map<string, Map<string, unknown>>} */
  known = new Map();
  /** By customer: the one change without an answer. @type {Map<string, { thing: string, value: unknown }>} */
  pending = new Map();
  /** By customer: the highest state version that any answer showed. @type {Map<string, number>} */
  shown = new Map();
  /** Marker of each catalogue version that was acknowledged. @type {Map<number, string>} */
  editions = new Map();
  /** Tokens that were given out. @type {string[]} */
  tokens = [];
  /** Requests that were answered, those that were sent again because no answer came, and answers of 503. */
  counts = { answered: 0, repeated: 0, unavailable: 0 };

  show(customer, version) {
    this.shown.set(customer, Math.max(version, this.shown.get(customer) ?? 0));
  }

  know(customer, thing, value) {
    const things = this.known.get(customer) ?? new Map();
    this.known.set(customer, things.set(thing, value));
  }
}
