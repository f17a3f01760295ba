// What benchmarks found, as a table.

/**
 * One measurement beside a named baseline of the same run.
 * @typedef {object} Row
 * @property {string} what
 * @property {number} value
 * @property {number} baseline in the same unit
 * @property {string} against the name of the baseline
 * @property {string} unit
 * @property {number} budget the ratio value ÷ baseline that must be kept
 * @property {"atMost" | "atLeast"} keep
 */

const figure = (value) =>
  value >= 1000 ? Math.round(value).toLocaleString("en") : Number(value.toPrecision(3)).toString();

/** @param {Row} row */
export const ratio = ({ value, baseline }) => value / baseline;

/** @param {Row} row */
export function isKept(row) {
  return row.keep === "atMost" ? ratio(row) <= row.budget : ratio(row) >= row.budget;
}

/**
 * @param {Row[]} rows
 * @returns {string}
 */
export function table(rows) {
  const head = ["what", "value", "baseline", "ratio", "budget", ""];
  const lines = rows.map((row) => [
    row.what,
    `${figure(row.value)} ${row.unit}`,
    `${row.against}: ${figure(row.baseline)}`,
    ratio(row).toFixed(2),
    `${row.keep === "atMost" ? "≤" : "≥"} ${row.budget}`,
    isKept(row) ? "kept" : "BEYOND",
  ]);
  const widths = head.map((_, at) => Math.max(...[head, ...lines].map((line) => line[at].length)));
  return [head, ...lines]
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
