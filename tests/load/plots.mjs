// Draws the page docs/load.md and its plots from the results in docs/load: `node plots.mjs [--ASSUMPTION VALUE …]`.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../scripts/command.mjs";
import { main, Refusal } from "../../scripts/log.mjs";
import { draw } from "./chart.mjs";
import { assumptions, model } from "./model.mjs";
import { page } from "./page.mjs";
import { kept, read } from "./results.mjs";

function given(words) {
  const values = Object.fromEntries(
    Object.entries(assumptions).map(([name, { value }]) => [name, value]),
  );
  for (let at = 0; at < words.length; at += 2) {
    const name = words[at].replace(/^--/, "");
    const value = Number(words[at + 1]);
    if (!(name in values) || !(value > 0)) {
      throw new Refusal(
        `\`${words[at]} ${words[at + 1] ?? ""}\` is no assumption with a number above 0; there are: ${Object.keys(values).join(", ")}`,
      );
    }
    values[name] = value;
  }
  return values;
}

/** What a customer takes up, in the index of the environment and in a file of its own. */
function room({ room: { customers, environments, indexed } }) {
  return {
    indexBytes: environments.largest / indexed,
    idLength: `customer-${indexed - 1}`.length,
    customerBytes: customers.bytes / customers.objects,
  };
}

const percentiles = ["p50", "p90", "p99", "p99.9"];

const latencies = ({ rows }) => ({
  title: "How long an answer takes",
  data: rows.flatMap(({ what, micros }) =>
    percentiles.map((name) => ({ what, percentile: name, millis: micros[name] / 1_000 })),
  ),
  mark: { type: "point", filled: true, size: 60 },
  x: { field: "millis", scale: "log", title: "milliseconds (logarithmic)" },
  y: { field: "what", type: "nominal", sort: rows.map(({ what }) => what) },
  color: { field: "percentile", sort: percentiles },
  height: { step: 26 },
});

const rates = ({ rows }) => ({
  title: "Time that the edge computes for one answer",
  data: rows
    .filter(({ computedMicros }) => computedMicros !== null)
    .map(({ what, computedMicros }) => ({ what, micros: computedMicros })),
  mark: { type: "bar", cornerRadiusEnd: 2, height: 14 },
  x: { field: "micros", title: "microseconds on a processor" },
  y: { field: "what", type: "nominal", sort: rows.map(({ what }) => what) },
  height: { step: 26 },
});

const growth = (points, title, axis) => ({
  title,
  data: points.flatMap(({ size, ...kinds }) =>
    Object.entries(kinds).map(([what, { ratio }]) => ({ size: Math.max(size, 1), what, ratio })),
  ),
  mark: { type: "line", point: { filled: true, size: 60 }, strokeWidth: 2 },
  x: { field: "size", scale: "log", title: axis },
  y: {
    field: "ratio",
    type: "quantitative",
    title: "multiple of the smallest case",
    from: 0,
    to: 2,
  },
  color: { field: "what" },
  rule: { at: 1.5, label: "budget: 1.5" },
  height: 260,
});

/** Demand against customers, beside what one machine of the measured kind answers. */
function demand(values, sizes, { rows }) {
  const steps = [1e4, 1e5, 1e6, 1e7, 1e8];
  const data = steps.flatMap((customers) => {
    const { spread, environment } = model({ ...values, customers }, sizes);
    const lines = {
      "tokens, all customers": spread.tokens,
      "usage, all customers": spread.usage,
      "version checks, one object": environment.versionChecks,
      "new customers, one object": environment.newCustomers,
    };
    return Object.entries(lines).map(([what, rate]) => ({ customers, what, rate }));
  });
  const one = rows.find(({ what }) => what === "token, browser")?.perSecond;
  return {
    title: "Requests a second that so many customers make",
    data,
    mark: { type: "line", point: { filled: true, size: 60 }, strokeWidth: 2 },
    x: { field: "customers", scale: "log", title: "customers of one environment (logarithmic)" },
    y: {
      field: "rate",
      type: "quantitative",
      scale: "log",
      title: "requests a second (logarithmic)",
    },
    color: {
      field: "what",
      sort: [
        "usage, all customers",
        "tokens, all customers",
        "version checks, one object",
        "new customers, one object",
      ],
      columns: 2,
    },
    rule: one && {
      at: one,
      label: `tokens that this machine issues: ${one.toLocaleString("en")}/s`,
    },
    height: 300,
  };
}

async function plots() {
  const values = given(process.argv.slice(2));
  const [load, grown] = [await read("load"), await read("growth")];
  const sizes = room(grown);
  const charts = {
    latency: latencies(load),
    computed: rates(load),
    "growth-customers": growth(
      grown.customers,
      "Cost of one answer as customers grow",
      "customers of the environment (logarithmic)",
    ),
    "growth-history": growth(
      grown.history,
      "Cost of one answer as a customer's history grows",
      "events that the customer recorded before (logarithmic; none stands at 1)",
    ),
    demand: demand(values, sizes, load),
  };
  await mkdir(kept, { recursive: true });
  for (const [name, chart] of Object.entries(charts)) {
    for (const scheme of ["light", "dark"]) {
      await writeFile(join(kept, `${name}-${scheme}.svg`), await draw(chart, scheme));
    }
  }
  const text = page({ load, grown, values, sizes, charts });
  await writeFile(join(root, "docs/load.md"), text);
  console.log(`docs/load.md and ${Object.keys(charts).length} plots, light and dark`);
}

await main(plots);
