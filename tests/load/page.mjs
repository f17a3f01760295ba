// The page docs/load.md: what was measured, what it comes to at 100 million customers, and what was assumed.

import { assumptions, model, OBJECT_GB } from "./model.mjs";

const figure = (value, digits = 3) =>
  Number(value.toPrecision(digits)).toLocaleString("en", { maximumFractionDigits: 3 });
const millis = (micros) => figure(micros / 1_000);

const picture = (name, alternative) =>
  `<picture>
  <source media="(prefers-color-scheme: dark)" srcset="load/${name}-dark.svg">
  <img src="load/${name}-light.svg" alt="${alternative}">
</picture>`;

const table = (head, rows) =>
  [head, head.map((_, at) => (at === 0 ? "---" : "---:")), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");

const errors = (found) =>
  Object.entries(found)
    .map(([what, count]) => `${count} × ${what}`)
    .join(", ") || "0";

function measured({ rows }) {
  return table(
    ["asked", "a second", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "edge µs", "errors"],
    rows.map(({ what, perSecond, micros, computedMicros, errors: found }) => [
      what,
      figure(perSecond),
      ...["p50", "p90", "p99", "p99.9"].map((name) => millis(micros[name])),
      computedMicros === null ? "–" : figure(computedMicros),
      errors(found),
    ]),
  );
}

function grew(points, what) {
  return table(
    [what, "check µs", "×", "token µs", "×", "usage event µs", "×"],
    points.map(({ size, check, token, "usage event": usage }) => [
      size.toLocaleString("en"),
      ...[check, token, usage].flatMap(({ micros, ratio }) => [figure(micros), ratio.toFixed(2)]),
    ]),
  );
}

const assumed = (values) =>
  table(
    ["assumption", "value", "set by"],
    Object.entries(assumptions).map(([name, { unit, what }]) => [
      what,
      `${figure(values[name], 6)}${unit && ` ${unit}`}`,
      `\`--${name}\``,
    ]),
  );

/** What falls on one object, beside what one object was seen to do. */
function concentrated({ environment, hot }, rate) {
  const reads = rate("read of an object");
  const redemptions = rate("redemption");
  const one = rate("usage, one customer");
  const seen = (value) => (value === undefined ? "–" : `${figure(value)}/s`);
  return table(
    ["what falls on one object", "comes to", "one object here did"],
    [
      ["version checks of the environment", `${figure(environment.versionChecks)}/s`, seen(reads)],
      ["settings of the environment, whole", `${figure(environment.wholeReads)}/s`, seen(reads)],
      [
        "the catalogue document, for as long as a publication spreads",
        `${figure(environment.catalogReads)}/s, ${figure(environment.catalogMbSecond)} MB/s`,
        "–",
      ],
      ["new customers, into the index", `${figure(environment.newCustomers)}/s`, "–"],
      [
        "redemptions of a campaign, two steps each",
        `${figure(environment.redemptionSteps)} steps/s`,
        redemptions === undefined ? "–" : `${figure(2 * redemptions)} steps/s`,
      ],
      ["the index of customers", `${figure(environment.indexGb)} GB`, `at most ${OBJECT_GB} GB`],
      ["events of the busiest customer", `${figure(hot.requests)} requests/s`, seen(one)],
    ],
  );
}

/** @param {{ load: object, grown: object, values: Record<string, number>, sizes: object, charts: Record<string, { title: string }> }} drawn */
export function page({ load, grown, values, sizes, charts }) {
  const rate = (what) => load.rows.find((row) => row.what === what)?.perSecond;
  const far = model(values, sizes);
  const { machine } = load;
  const fits = Math.floor((OBJECT_GB * 1e9) / far.environment.rowBytes / 1e6);
  const calm = load.busy <= machine.cores;
  return `# Load

What the edge does on one machine, how that grows, and what it comes to at ${figure(values.customers)} customers. Drawn from
\`docs/load/*.json\` by a script; nothing here is written by hand but the sentences.

\`\`\`sh
npm run load --workspace tollgate-load -- --keep            # every kind alone, mixed, and mixed at a steady pace
npm run growth --workspace tollgate-load -- --large --keep  # up to 100,000 customers and 1,000,000 events
npm run plots --workspace tollgate-load                     # this page; --customers 1000000 and the like set assumptions
\`\`\`

## One machine

${machine.cores} cores of ${machine.processor}, ${machine.memoryGb} GB; clients and edge share them. ${load.clients} clients, each asks the next
thing when it has its answer, ${load.seconds} s a row. The last row keeps a steady pace of half of what was done flat out, and a
latency there counts from when the request was due.

${
  calm
    ? "Nothing else ran there."
    : `Other work ran there at the same time: ${load.busy} processes wanted the ${machine.cores} cores before the first row. Answers a second
and latencies are therefore far from the best; the time that the edge itself computes suffers least.`
}

${measured(load)}

${picture("latency", charts.latency.title)}

${picture("computed", charts.computed.title)}

## Growth

Processor time of the edge for one answer, beside the same question asked of the smallest case in turn: × is the ratio of the
two. The budget is 1.5.

${grew(grown.customers, "customers in the environment")}

${picture("growth-customers", charts["growth-customers"].title)}

${grew(grown.history, "events the customer recorded before")}

${picture("growth-history", charts["growth-history"].title)}

On disk, a customer with a plan is a file of ${figure(sizes.customerBytes / 1_000)} KB, and ${figure(sizes.indexBytes)} bytes in the index of the
environment, with an id of ${sizes.idLength} characters and no name.

## Past one machine

A customer is one object, so load spreads by customers with no coordination; gates are evaluated where the token is, and ask
nobody. What is left is arithmetic on these assumptions:

${assumed(values)}

Over all customers that makes ${figure(far.spread.tokens)} tokens and ${figure(far.spread.usage)} usage requests a second${
    rate("token, browser")
      ? `: ${figure(Math.ceil(far.spread.tokens / rate("token, browser")), 2)} and ${figure(Math.ceil(far.spread.usage / rate("usage, many customers")), 2)} times what this machine did`
      : ""
  }. ${figure(far.stored.customersTb)} TB are stored.

${picture("demand", charts.demand.title)}

What concentrates is what decides. Each line falls on a single object, whatever is spread:

${concentrated(far, rate)}

Read from it:

- **Version checks** do not grow with customers, only with isolates. Once a minute an isolate also fetches the settings whole.
- **A publication** is fetched by every isolate within ${values.freshSeconds} s: what that costs is the size of the document.
- **Redemptions** pass through the environment twice each, held and confirmed: a campaign is as fast as that one object.
- **The index of customers** is the first thing to overflow: at ${figure(far.environment.rowBytes)} bytes a customer, an
  object of ${OBJECT_GB} GB holds some ${fits} million. A single environment of ${figure(values.customers)} customers ${far.environment.indexGb > OBJECT_GB ? "needs the index in several objects" : "fits"}.
- **A hot customer** is one writer: batches of events raise what it takes in (\`--eventsARequest\`).
`;
}
