// The types of the client for servers, from the description of the API.

import { readFile, writeFile } from "node:fs/promises";
import openapi, { astToString } from "openapi-typescript";
import ts from "typescript";
import { description } from "../build/openapi.mjs";

const heading = `// The HTTP API. Written by \`npm run types --workspace tollgate-client-types\` from \`worker/openapi.json\`: change the
// Rust types, not this file.

`;

const json = `
/** Any JSON. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };
`;

const out = new URL("../../packages/js/src/server/openapi.ts", import.meta.url);

/**
 * The schema with every `anyOf` that stands beside members of its own moved below `allOf`, which means the same:
 * openapi-typescript 7 makes a union of the two, where both hold.
 */
function separated(schema) {
  if (Array.isArray(schema)) return schema.map(separated);
  if (typeof schema !== "object" || schema === null) return schema;
  const inside = Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, separated(value)]),
  );
  if (!Array.isArray(inside.anyOf) || inside.properties === undefined) return inside;
  const { anyOf, ...own } = inside;
  return { description: own.description, allOf: [own, { anyOf }] };
}

/**
 * Writes the types anew.
 * @returns {Promise<{ changed: boolean }>} whether they were other ones
 */
export async function writeClientTypes() {
  const described = separated(JSON.parse(await readFile(description, "utf8")));
  // A member with a default may be left out of a request.
  const nodes = await openapi(described, {
    defaultNonNullable: false,
    alphabetize: true,
    inject: json,
    // A member of an interface cannot be of its own type; an alias can.
    transform: (_, { path }) =>
      path === "#/components/schemas/Json"
        ? ts.factory.createTypeReferenceNode("JsonValue")
        : undefined,
  });
  const text = heading + astToString(nodes);
  const before = await readFile(out, "utf8").catch(() => "");
  if (before === text) return { changed: false };
  await writeFile(out, text);
  return { changed: true };
}

if (process.argv[1] === import.meta.filename) await writeClientTypes();
