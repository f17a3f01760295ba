// From the start of workerd to the first answer of `GET /healthz`, which asks an object and its SQLite: the edge beside
// the JavaScript Worker. What the edge takes beyond that is its own.

import { buildBaseline } from "./baseline/build.mjs";
import { turns } from "./turns.mjs";
import { configurations, prepareFolder, start } from "./workerd.mjs";

/** What the edge may take beyond the baseline. */
const BUDGET_MILLIS = 50;
const AIM_MILLIS = 20;
const ROUNDS = 9;

/** Starts and stops on a fresh folder. */
async function once(configuration) {
  const folder = await prepareFolder(configuration);
  try {
    const { millis, stop } = await start(folder);
    await stop();
    return millis;
  } finally {
    await folder.remove();
  }
}

/** @returns {Promise<import("../../scripts/bench/table.mjs").Row[]>} */
export async function bench() {
  await buildBaseline();
  const rounds = await turns({
    ours: () => once(configurations.edge),
    baseline: () => once(configurations.baseline),
    rounds: ROUNDS,
  });
  return [
    {
      what: "start of workerd to the first answer",
      unit: "ms",
      against: "JavaScript, jose",
      rounds,
      keep: "atMost",
    },
    {
      what: "start-up of the Worker beyond that of the baseline",
      unit: "ms",
      against: "the budget",
      rounds: rounds.map(([ours, baseline]) => [ours - baseline, BUDGET_MILLIS]),
      budget: 1,
      aim: AIM_MILLIS / BUDGET_MILLIS,
      keep: "atMost",
    },
  ];
}
