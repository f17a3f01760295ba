// From what one machine does to 100 million customers: arithmetic on stated assumptions, no measurement of its own.

/** Every assumption is a parameter; `--NAME VALUE` on the command line of plots.mjs sets another. */
export const assumptions = {
  customers: { value: 100_000_000, unit: "", what: "customers of one environment" },
  online: { value: 0.01, unit: "", what: "share of them that is online at once" },
  tokenMinutes: { value: 15, unit: "min", what: "a token is good for" },
  renewAt: { value: 1, unit: "", what: "part of that time after which a client asks for the next" },
  eventsADay: { value: 20, unit: "", what: "usage events of a customer a day" },
  eventsARequest: { value: 1, unit: "", what: "events of one request" },
  peak: { value: 3, unit: "×", what: "busiest hour over the mean, for usage" },
  isolates: { value: 3_000, unit: "", what: "isolates that run the Worker at once" },
  freshSeconds: { value: 5, unit: "s", what: "an isolate asks for the environment's version" },
  wholeSeconds: {
    value: 60,
    unit: "s",
    what: "an isolate fetches the environment's settings whole",
  },
  catalogKb: { value: 50, unit: "KB", what: "the catalogue document" },
  idLength: { value: 36, unit: "", what: "characters of a customer's id" },
  nameLength: { value: 16, unit: "", what: "characters of a customer's name" },
  newADay: { value: 0.001, unit: "", what: "share of customers that is new a day" },
  redeemers: { value: 1_000_000, unit: "", what: "customers who redeem in a campaign" },
  campaignMinutes: { value: 60, unit: "min", what: "the campaign takes" },
  hotEvents: { value: 1_000, unit: "/s", what: "events of the busiest customer" },
};

/** The most that one object of the platform stores. */
export const OBJECT_GB = 10;

const DAY_SECONDS = 86_400;

/**
 * @param {Record<keyof typeof assumptions, number>} given
 * @param {{ indexBytes: number, idLength: number, customerBytes: number }} room bytes of a row in the index of customers
 *   without names and with ids of that length, and of a customer's own file
 */
export function model(given, { indexBytes, idLength, customerBytes }) {
  // An id stands in the table and in its index.
  const rowBytes = indexBytes + 2 * (given.idLength - idLength) + given.nameLength;
  const online = given.customers * given.online;
  const tokens = online / (given.tokenMinutes * 60 * given.renewAt);
  const usage =
    (given.customers * given.eventsADay * given.peak) / DAY_SECONDS / given.eventsARequest;
  return {
    /** Spread over all customers: adds up machines or, on the platform, needs none of ours. */
    spread: { tokens, usage },
    /** At the one object of the environment. */
    environment: {
      versionChecks: given.isolates / given.freshSeconds,
      wholeReads: given.isolates / given.wholeSeconds,
      /** After a publication every isolate fetches the document, within the time that it asks again. */
      catalogReads: given.isolates / given.freshSeconds,
      catalogMbSecond: ((given.isolates / given.freshSeconds) * given.catalogKb) / 1_000,
      newCustomers: (given.customers * given.newADay) / DAY_SECONDS,
      /** Held, then confirmed. */
      redemptionSteps: (2 * given.redeemers) / (given.campaignMinutes * 60),
      rowBytes,
      indexGb: (given.customers * rowBytes) / 1e9,
    },
    /** At the one object of the busiest customer. */
    hot: { requests: given.hotEvents / given.eventsARequest },
    stored: { customersTb: (given.customers * customerBytes) / 1e12 },
  };
}
