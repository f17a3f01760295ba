// One style for every plot, light and dark, as SVG by Vega-Lite.

import { parse, View } from "vega";
import { compile } from "vega-lite";

const font = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

// Four hues that differ in lightness too, so that they can be told apart without colour.
const schemes = {
  light: {
    ground: "#ffffff",
    text: "#1f2328",
    muted: "#59636e",
    grid: "#d8dee4",
    colours: ["#0b5cad", "#c2410c", "#15803d", "#7e22ce"],
  },
  dark: {
    ground: "#0d1117",
    text: "#f0f6fc",
    muted: "#9aa4af",
    grid: "#2f3742",
    colours: ["#6cb6ff", "#ff9a62", "#57c878", "#c99bff"],
  },
};

const config = ({ ground, text, muted, grid, colours }) => ({
  background: ground,
  font,
  padding: 16,
  view: { stroke: null },
  title: { color: text, fontSize: 15, fontWeight: 600, anchor: "start", offset: 14 },
  axis: {
    labelColor: muted,
    titleColor: muted,
    titleFontWeight: 400,
    labelFontSize: 12,
    titleFontSize: 12,
    titlePadding: 10,
    gridColor: grid,
    domainColor: grid,
    tickColor: grid,
    labelLimit: 260,
  },
  legend: {
    labelColor: text,
    titleColor: muted,
    labelFontSize: 12,
    symbolSize: 80,
    orient: "bottom",
    columnPadding: 24,
    labelLimit: 400,
    title: null,
  },
  range: { category: colours },
  bar: { color: colours[0] },
});

/**
 * @typedef {{ field: string, type?: string, scale?: "log", title?: string, sort?: string[], from?: number, to?: number
 * }} Axis
 * @typedef {object} Chart
 * @property {string} title
 * @property {object[]} data
 * @property {object} mark
 * @property {Axis} x
 * @property {Axis} y
 * @property {{ field: string, sort?: string[], columns?: number }} [color] the legend stands in so many columns
 * @property {{ at: number, label: string }} [rule] a level across, with words
 * @property {number | { step: number }} height
 */

/** The powers of ten that the values of a field lie between: few lines, and each says what it stands for. */
function decades(data, field) {
  const values = data.map((row) => row[field]).filter((value) => value > 0);
  const [least, most] = [Math.min(...values), Math.max(...values)].map(Math.log10);
  const first = Math.floor(least);
  return Array.from({ length: Math.ceil(most) - first + 1 }, (_, at) => 10 ** (first + at));
}

function axis({ field, type = "quantitative", scale, title = null, sort, from, to }, data) {
  if (type === "nominal") {
    return { field, type, title, sort, axis: { grid: false, ticks: false, domain: false } };
  }
  const values = scale === "log" ? decades(data, field) : undefined;
  const domain = values ? [values[0], values.at(-1)] : from === undefined ? undefined : [from, to];
  return {
    field,
    type,
    title,
    scale: { ...(scale && { type: scale }), ...(domain && { domain }), nice: false },
    axis: { format: ",~r", tickCount: 6, values },
  };
}

function specification({ title, data, mark, x, y, color, rule, height }, scheme) {
  const { muted } = schemes[scheme];
  const drawn = {
    mark: { opacity: 1, ...mark },
    encoding: {
      x: axis(x, data),
      y: axis(y, data),
      ...(color
        ? {
            color: {
              field: color.field,
              type: "nominal",
              sort: color.sort,
              legend: { columns: color.columns ?? 4 },
            },
          }
        : {}),
    },
  };
  const level = rule && [
    {
      data: { values: [rule] },
      mark: { type: "rule", strokeDash: [4, 4], color: muted },
      encoding: { y: { datum: rule.at } },
    },
    {
      data: { values: [rule] },
      mark: {
        type: "text",
        align: "left",
        dx: 4,
        dy: -7,
        color: muted,
        fontSize: 12,
        text: rule.label,
      },
      encoding: { y: { datum: rule.at }, x: { value: 0 } },
    },
  ];
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title,
    width: 620,
    height,
    config: config(schemes[scheme]),
    data: { values: data },
    layer: [drawn, ...(level || [])],
  };
}

/**
 * @param {Chart} chart
 * @param {"light" | "dark"} scheme
 * @returns {Promise<string>} SVG
 */
export async function draw(chart, scheme) {
  const { spec } = compile(specification(chart, scheme));
  return new View(parse(spec), { renderer: "none" }).toSVG();
}
