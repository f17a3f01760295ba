// How the cost of a check, a token and a usage event grows: with customers in one environment, and with events in the
// history of one customer. `node growth.mjs [--large] [--keep]`; large is 100,000 customers and 1,000,000 events.
//
// Each point is a time of workerd's own, in microseconds for one answer, beside the same question asked of the smallest
// case in turn, so that what else runs on the machine meets both.

import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { asked, cost } from "../bench/growth.bench.mjs";
import { askAll } from "../bench/load.mjs";
import { environment, meter } from "../bench/subject.mjs";
import { turns } from "../bench/turns.mjs";
import { configurations, memory, prepareFolder, start } from "../bench/workerd.mjs";
import { busy, machine } from "./machine.mjs";
import { write } from "./results.mjs";

const LARGE = process.argv.includes("--large");
const CUSTOMERS = [10, 100, 1_000, 10_000, ...(LARGE ? [100_000] : [])];
const HISTORY = [0, 1_000, 10_000, 100_000, ...(LARGE ? [1_000_000] : [])];
const ACTIVE = 10;
const BATCH = 1_000;
const ROUNDS = 5;

const ids = (from, to) => Array.from({ length: to - from }, (_, at) => `customer-${from + at}`);
const middle = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const rounded = (value) => Number(value.toFixed(2));

/** One point of every curve: the cost at this size, and its ratio to the cost at the smallest size. */
async function point(edge, size, large, small) {
  const found = {};
  for (const [what, much] of Object.entries(large)) {
    const rounds = await turns({
      ours: cost(edge, much),
      baseline: cost(edge, small[what]),
      rounds: ROUNDS,
    });
    found[what] = {
      micros: rounded(middle(rounds.map(([ours]) => ours))),
      baseline: rounded(middle(rounds.map(([, baseline]) => baseline))),
      ratio: rounded(middle(rounds.map(([ours, baseline]) => ours / baseline))),
    };
  }
  console.log(
    size,
    Object.entries(found)
      .map(([what, { micros, ratio }]) => `${what} ${micros} µs (${ratio})`)
      .join(", "),
  );
  return { size, ...found };
}

/** Bytes of the files of one class of objects, and how many objects there are. */
async function fileSizes(data, kind) {
  const folder = join(data, "objects", `tollgate-${kind}`);
  let [objects, bytes, largest] = [0, 0, 0];
  for (const name of await readdir(folder)) {
    if (!/\.sqlite$/.test(name) || name === "metadata.sqlite") continue;
    // The write-ahead log is checkpointed from time to time; the database file remains.
    const { size } = await stat(join(folder, name));
    objects += 1;
    bytes += size;
    largest = Math.max(largest, size);
  }
  return { objects, bytes, largest };
}

const folder = await prepareFolder(configurations.edge, memory);
const undo = [folder.remove];
try {
  const edge = await start(folder);
  undo.push(edge.stop);
  const small = await environment(edge, folder.operatorKey);
  await small.customers(ids(0, ACTIVE));
  const large = await environment(edge, folder.operatorKey);
  const active = ids(0, ACTIVE);
  const result = { at: new Date().toISOString(), machine: machine(), busy: busy(), active: ACTIVE };

  result.customers = [];
  let made = 0;
  for (const size of CUSTOMERS) {
    await large.customers(ids(made, size));
    made = size;
    result.customers.push(await point(edge, size, asked(large, active), asked(small, active)));
  }

  const [old, fresh] = await small.customers(["old", "fresh"]);
  result.history = [];
  let recorded = 0;
  for (const size of HISTORY) {
    const batches = function* () {
      for (; recorded < size; recorded += BATCH) {
        const events = Array.from({ length: BATCH }, (_, at) => ({
          customer: old,
          feature: meter,
          value: 1,
          key: `history-${recorded + at}`,
        }));
        yield small.post("/v1/usage", { events });
      }
    };
    await askAll({ port: edge.port, requests: batches(), status: 200 });
    result.history.push(await point(edge, size, asked(small, [old]), asked(small, [fresh])));
  }

  await edge.stop();
  result.fileSizes = {
    customers: await fileSizes(folder.data, "customer"),
    environments: await fileSizes(folder.data, "environment"),
    indexed: made,
    events: recorded,
  };
  for (const file of await write("growth", result)) console.log(`written to ${file}`);
} finally {
  for (const step of undo.reverse()) await step();
}
