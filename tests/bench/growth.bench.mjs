// Whether a check, a token and a usage event cost the same in a large environment as in a small one, and to a customer
// with a long history as to a new one. Both stand on one edge and are asked in turn.
//
// `TOLLGATE_BENCH_LARGE=1` grows ten times further: 100,000 customers, 1,000,000 events. That takes some minutes.
//
// Ten customers are active in each environment: what is compared is what the others cost them. Cost is the time that
// workerd computes; all stands in memory, for waiting for a disk, which is the same for both, would only hide what
// grows.

import { askAll, load } from "./load.mjs";
import { environment, inTurn, meter } from "./subject.mjs";
import { turns } from "./turns.mjs";
import { configurations, memory, prepareFolder, start } from "./workerd.mjs";

const LARGE = process.env.TOLLGATE_BENCH_LARGE === "1";
const FEW = 10;
const MANY = LARGE ? 100_000 : 10_000;
const HISTORY = LARGE ? 1_000_000 : 100_000;
const BATCH = 1_000;
const ROUNDS = 7;
const SECONDS = 0.5;

const ids = (count) => Array.from({ length: count }, (_, at) => `customer-${at}`);
const figure = (value) => value.toLocaleString("en");

/** The three things that are asked of customers, in turn. */
export function asked(own, customers) {
  let number = 0;
  const customer = inTurn(customers);
  const event = () => {
    number += 1;
    return { customer: customer(), feature: meter, value: 1, key: `${own.id}-${number}` };
  };
  return {
    check: {
      next: inTurn(customers.map((id) => own.post("/v1/check", { customer: id, feature: meter }))),
      status: 200,
    },
    token: {
      next: inTurn(customers.map((id) => own.post("/v1/tokens", { customer: id }))),
      status: 201,
    },
    "usage event": { next: () => own.post("/v1/usage", event()), status: 200 },
  };
}

/** Microseconds that workerd computes for one answer, of which 16 are asked for at once. */
export const cost =
  ({ port, work }, { next, status }) =>
  async () => {
    const before = work();
    let answers = 0;
    const look = () => {
      answers += 1;
    };
    await load({ port, next, status, seconds: SECONDS, look });
    return ((work() - before) * 1000) / answers;
  };

async function rows(edge, growth, large, small) {
  const found = [];
  for (const [what, much] of Object.entries(large)) {
    found.push({
      what: `cost of a ${what}, ${growth}`,
      unit: "µs",
      against: "at the start",
      rounds: await turns({
        ours: cost(edge, much),
        baseline: cost(edge, small[what]),
        rounds: ROUNDS,
      }),
      budget: 1.5,
      aim: 1.1,
      keep: "atMost",
    });
  }
  return found;
}

/** @returns {Promise<import("../../scripts/bench/table.mjs").Row[]>} */
export async function bench() {
  const folder = await prepareFolder(configurations.edge, memory);
  const undo = [folder.remove];
  try {
    const edge = await start(folder);
    undo.push(edge.stop);
    const { port } = edge;
    const small = await environment(edge, folder.operatorKey);
    const few = await small.customers(ids(FEW));
    const large = await environment(edge, folder.operatorKey);
    await large.customers(ids(MANY));

    const [old] = await small.customers(["old"]);
    const batches = function* () {
      for (let first = 0; first < HISTORY; first += BATCH) {
        const events = Array.from({ length: BATCH }, (_, at) => ({
          customer: old,
          feature: meter,
          value: 1,
          key: `history-${first + at}`,
        }));
        yield small.post("/v1/usage", { events });
      }
    };
    await askAll({ port, requests: batches(), status: 200 });
    const [fresh] = await small.customers(["fresh"]);

    const customers = `${FEW} to ${figure(MANY)} customers`;
    const history = `0 to ${figure(HISTORY)} events before`;
    return [
      ...(await rows(edge, customers, asked(large, few), asked(small, few))),
      ...(await rows(edge, history, asked(small, [old]), asked(small, [fresh]))),
    ];
  } finally {
    for (const step of undo.reverse()) await step();
  }
}
