// A quote in Node, from the catalogue of the demo: through the client, as a page asks while a slider moves.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Tollgate } from "@tollgate/js";
import { parse } from "yaml";
import { root } from "../../scripts/command.mjs";
import { caller } from "../../scripts/start/api.mjs";
import { turns } from "./turns.mjs";
import { configurations, prepareFolder, start } from "./workerd.mjs";

const QUOTES = 2_000;
const BUDGET_MICROS = 500;
const AIM_MICROS = 100;

/** What a customer of the demo looks at, seat by seat. */
const selection = (seats) => ({
  plan: "pro",
  price: "pro-monthly",
  quantities: { seats },
  addons: { "extra-calls": 2 },
});

/** Microseconds of one call. */
async function micros(call) {
  const begun = performance.now();
  for (let at = 0; at < QUOTES; at += 1) await call(at);
  return ((performance.now() - begun) * 1000) / QUOTES;
}

async function measured(client) {
  const quote = await client.quote(selection(7));
  if (quote.lines.length < 3) throw new Error("the demo's plan has lines for seats and add-ons");
  const ours = () => micros((at) => client.quote(selection(3 + (at % 20))));
  const row = { what: "one quote from the demo's catalogue", unit: "µs", keep: "atMost" };
  return [
    {
      ...row,
      against: "the budget",
      rounds: await turns({ ours, baseline: () => BUDGET_MICROS }),
      budget: 1,
      aim: AIM_MICROS / BUDGET_MICROS,
    },
    {
      ...row,
      against: "the quote through JSON",
      rounds: await turns({
        ours,
        baseline: () => micros(() => JSON.parse(JSON.stringify(quote))),
      }),
    },
  ];
}

/** @returns {Promise<import("../../scripts/bench/table.mjs").Row[]>} */
export async function bench() {
  const folder = await prepareFolder(configurations.edge);
  try {
    const { url, stop } = await start(folder);
    try {
      const { secretKey, publishableKey } = await caller(url, folder.operatorKey)(
        "POST",
        "/v1/environments",
        { name: "Quotes", kind: "sandbox" },
      );
      const text = await readFile(join(root, "examples/pricing-page/catalog.yaml"), "utf8");
      await caller(url, secretKey)("PUT", "/v1/catalog", parse(text));
      const client = await Tollgate.load({ publishableKey, endpoint: url, storage: null });
      const rows = await measured(client);
      client.close();
      return rows;
    } finally {
      await stop();
    }
  } finally {
    await folder.remove();
  }
}
