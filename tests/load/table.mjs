// A result as text.

const millis = (micros) => (micros / 1_000).toFixed(micros < 10_000 ? 2 : 1);
const figure = (value) => value.toLocaleString("en");

/** One line a row: name first, figures flush right. */
function columns(lines) {
  const widths = lines[0].map((_, at) => Math.max(...lines.map((line) => line[at].length)));
  return lines
    .map((line) =>
      line
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at])))
        .join("  "),
    )
    .join("\n");
}

/** What a load run found. */
export function table({ machine, clients, seconds, rows }) {
  const head = [
    "kind",
    "a second",
    "p50 ms",
    "p90",
    "p99",
    "p99.9",
    "slowest",
    "workerd µs",
    "errors",
    "busy",
  ];
  const lines = rows.map((row) => [
    row.units > 1 ? `${row.what} (×${row.units})` : row.what,
    figure(row.perSecond),
    ...["p50", "p90", "p99", "p99.9"].map((name) => millis(row.micros[name])),
    millis(row.slowest),
    row.computedMicros === null ? "–" : figure(row.computedMicros),
    Object.entries(row.errors)
      .map(([what, count]) => `${count}×${what}`)
      .join(" ") || "0",
    String(row.busy),
  ]);
  const where = `${clients} clients, ${seconds} s each; ${machine.cores} cores of ${machine.processor}`;
  return `${columns([head, ...lines])}\n${where}; busy: runnable processes, our own among them`;
}
