// Usage with a hard limit and idempotency keys, one hot customer, 16 clients: the edge over HTTP, key check included,
// beside PostgreSQL over its own protocol.

import { openCounter } from "./counter.mjs";
import { load } from "./load.mjs";
import { startPostgres } from "./postgres.mjs";
import { environment, meter } from "./subject.mjs";
import { turns } from "./turns.mjs";
import { configurations, prepareFolder, start } from "./workerd.mjs";

const BATCH = 100;
const SECONDS = 1;

/** @returns {Promise<import("../../scripts/bench/table.mjs").Row[]>} */
export async function bench() {
  const folder = await prepareFolder(configurations.edge);
  const undo = [folder.remove];
  try {
    const edge = await start(folder);
    undo.push(edge.stop);
    const postgres = await startPostgres();
    undo.push(postgres.stop);
    const counter = await openCounter(postgres);
    undo.push(counter.end);
    const own = await environment(edge, folder.operatorKey);
    await own.customers(["hot"]);

    let number = 0;
    const event = () => {
      number += 1;
      return { customer: "hot", feature: meter, value: 1, key: `event-${number}` };
    };
    const one = () => own.post("/v1/usage", event());
    const batch = () => own.post("/v1/usage", { events: Array.from({ length: BATCH }, event) });
    const accepted = (events) => (body) => {
      const found = body.split('"status":"accepted"').length - 1;
      if (found !== events)
        throw new Error(`${found} of ${events} events accepted: ${body.slice(0, 300)}`);
    };
    const record = (next, events) => async () =>
      events *
      (await load({
        port: edge.port,
        next,
        status: 200,
        seconds: SECONDS,
        look: accepted(events),
      }));
    const row = async (what, ours, way, bounds) => ({
      what,
      unit: "events/s",
      against: `PostgreSQL 15, ${way === "statement" ? "one statement" : "BEGIN to COMMIT"}`,
      rounds: await turns({ ours, baseline: () => counter.record(way, SECONDS) }),
      keep: "atLeast",
      ...bounds,
    });
    const single = { budget: 1, aim: 1.5 };
    return [
      await row("usage, one event a request", record(one, 1), "transaction", single),
      await row("usage, one event a request", record(one, 1), "statement", {}),
      await row("usage, batches of 100", record(batch, BATCH), "transaction", {
        budget: 10,
        aim: 30,
      }),
    ];
  } finally {
    for (const step of undo.reverse()) await step();
  }
}
