// Results of benchmarks as a table.

/**
 * What was measured, round by round, beside a named baseline of the same run.
 * @typedef {object} Row
 * @property {string} what
 * @property {string} unit
 * @property {string} against the name of the baseline
 * @property {[ours: number, baseline: number][]} rounds one at least, both in the unit
 * @property {number} [budget] the ratio ours ÷ baseline that must be kept; absent: the row only informs
 * @property {number} [aim] the ratio to be reached
 * @property {"atMost" | "atLeast"} keep
 */

/**
 * @param {number[]} values one at least
 * @returns {{ min: number, median: number, max: number }}
 */
export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { min: sorted[0], median, max: sorted[sorted.length - 1] };
}

/** @param {Row} row */
export const ratios = ({ rounds }) => spread(rounds.map(([ours, baseline]) => ours / baseline));

const keeps = (row, bound) =>
  row.keep === "atMost" ? ratios(row).median <= bound : ratios(row).median >= bound;

/**
 * Whether the median of the ratios keeps the budget.
 * @param {Row} row
 */
export const isKept = (row) => row.budget === undefined || keeps(row, row.budget);

const figure = (value) =>
  value >= 1000 ? Math.round(value).toLocaleString("en") : Number(value.toPrecision(3)).toString();

function verdict(row) {
  if (row.budget === undefined) return "";
  if (!isKept(row)) return "NO";
  return row.aim !== undefined && keeps(row, row.aim) ? "yes, and the aim" : "yes";
}

function cells(row) {
  const { min, median, max } = ratios(row);
  const [ours, baseline] = [0, 1].map(
    (side) => spread(row.rounds.map((pair) => pair[side])).median,
  );
  const sign = row.keep === "atMost" ? "≤" : "≥";
  const bound = (value) => (value === undefined ? "" : `${sign} ${figure(value)}`);
  return [
    row.what,
    `${figure(ours)} ${row.unit}`,
    `${figure(baseline)} (${row.against})`,
    row.rounds.length === 1
      ? median.toFixed(2)
      : [min, median, max].map((ratio) => ratio.toFixed(2)).join(" / "),
    bound(row.budget),
    bound(row.aim),
    verdict(row),
  ];
}

/**
 * The medians of both sides, and of each round's ratio the least, the median and the most.
 * @param {Row[]} rows
 * @returns {string}
 */
export function table(rows) {
  const head = ["what", "ours", "baseline", "ratio min / median / max", "budget", "aim", "held?"];
  const lines = rows.map(cells);
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
