/** Where a catalogue comes from: a file, or an edge. */

import { readFile } from "node:fs/promises";
import { parseDocument } from "yaml";
import { Refusal } from "./refusal.js";

const timeoutMillis = 15_000;

/**
 * Parses YAML with merge keys (`<<`), as the edge does; JSON is part of it. Throws a `Refusal` with the place of the
 * first mistake.
 */
export function parse(text: string, name: string): unknown {
  const document = parseDocument(text, { merge: true, prettyErrors: true });
  const [mistake] = document.errors;
  if (mistake) throw new Refusal(`\`${name}\` is neither YAML nor JSON: ${mistake.message.trim()}`);
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new Refusal(`\`${name}\` cannot be read: ${(error as Error).message}`);
  }
}

/** Reads a catalogue document. */
export async function fromFile(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new Refusal(`\`${path}\` cannot be read: ${(error as Error).message}`);
  }
  return parse(text, path);
}

/** Asks an edge for the catalogue that is published there. The key is shown nowhere. */
export async function fromEdge(endpoint: string, key: string): Promise<unknown> {
  const base = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (!base || !/^https?:$/.test(base.protocol))
    throw new Refusal(
      `\`${endpoint}\` is no address; it looks like \`https://tollgate.example.com\``,
    );
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${base.href.replace(/\/+$/, "")}/v1/catalog`, {
      headers: { Authorization: `Bearer ${key}`, Accept: "application/json" },
      signal: AbortSignal.timeout(timeoutMillis),
    });
    text = await response.text();
  } catch (error) {
    const { message, cause } = error as Error;
    const why = cause instanceof Error ? cause.message : message;
    throw new Refusal(`\`${endpoint}\` could not be reached: ${why}`);
  }
  if (!response.ok) throw new Refusal(`\`${endpoint}\` refused: ${said(response.status, text)}`);
  return parse(text, endpoint);
}

/** What a problem document says; of anything else its status. */
function said(status: number, text: string): string {
  try {
    const { code, detail } = JSON.parse(text);
    if (typeof code === "string") return typeof detail === "string" ? `${code}: ${detail}` : code;
  } catch {
    // A proxy's page.
  }
  return `status ${status}`;
}
