/** A catalogue as TypeScript declarations. */

import type { Catalog, Feature, Json, Named } from "./catalog.js";

/** Text as a string literal: whatever it is, it ends where it should. */
const literal = (text: string) =>
  JSON.stringify(text).replace(
    /[\u2028\u2029]/g,
    (separator) => `\\u${separator.charCodeAt(0).toString(16)}`,
  );

const member = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name));

const union = (types: string[]) => (types.length > 0 ? types.join(" | ") : "never");

/** The type that has one value only. */
function typeOf(value: Json): string {
  if (typeof value === "string") return literal(value);
  if (Array.isArray(value)) return `readonly [${value.map(typeOf).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(
      ([name, inner]) => `readonly ${member(name)}: ${typeOf(inner)}`,
    );
    return `{ ${members.join("; ")} }`;
  }
  // What no literal can be, such as an infinity of YAML, is some number.
  return typeof value === "number" && !Number.isFinite(value) ? "number" : String(value);
}

/** A comment of one line that no text can end. */
function comment({ name, description }: Named): string[] {
  const text = [name, description]
    .join(": ")
    .replace(/[\s\p{C}\u2028\u2029]+/gu, " ")
    .replaceAll("*/", "*\\/")
    .replace(/^[: ]+|[: ]+$/g, "");
  return text ? [`        /** ${text} */`] : [];
}

function feature(one: Feature): string[] {
  const values =
    one.values.length > 0 ? `; value: ${union([...new Set(one.values.map(typeOf))])}` : "";
  return [
    ...comment(one),
    `        ${member(one.key)}: { kind: "${one.kind}"${one.kind === "config" ? values : ""} };`,
  ];
}

const keys = (entries: Named[]) => union(entries.map(({ key }) => literal(key)));

/** What makes every key of the catalogue known to `@tollgate/js` and `@tollgate/react`. */
export function declarations({ features, plans, addons, prices }: Catalog): string {
  return [
    "// Made by `tollgate types`: make it anew when the catalogue changes.",
    "",
    'import "@tollgate/js";',
    "",
    'declare module "@tollgate/js" {',
    "  interface Register {",
    "    catalog: {",
    "      features: {",
    ...features.flatMap(feature),
    "      };",
    `      plans: ${keys(plans)};`,
    `      addons: ${keys(addons)};`,
    `      prices: ${union(prices.map(literal))};`,
    "    };",
    "  }",
    "}",
    "",
  ].join("\n");
}
