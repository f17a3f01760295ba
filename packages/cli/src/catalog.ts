/** The part of a catalogue document that types are made from, read strictly. */

import { Refusal } from "./refusal.js";

export type Json = null | boolean | number | string | Json[] | { [member: string]: Json };

export interface Named {
  key: string;
  name: string;
  description: string;
}

export interface Feature extends Named {
  kind: "boolean" | "meter" | "config" | "flag";
  /** The values that a config may take; empty for any. */
  values: Json[];
}

/** Each list in the order of the document; keys are unique within one, prices among all. */
export interface Catalog {
  features: Feature[];
  plans: Named[];
  addons: Named[];
  prices: string[];
}

const keyPattern = /^[a-z0-9][a-z0-9_.-]{0,63}$/;
const kinds = ["boolean", "meter", "config", "flag"] as const;
/** Beyond that many, problems tell nothing new. */
const mostTold = 20;

type Entry = Record<string, unknown>;

const isEntry = (value: unknown): value is Entry =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What a value is, for a sentence; long ones are cut. */
const shown = (value: unknown) => `\`${(JSON.stringify(value) ?? "nothing").slice(0, 60)}\``;

/** Reads a document that was parsed already. Throws a `Refusal` that names every problem with its JSON pointer. */
export function readCatalog(document: unknown): Catalog {
  const problems: string[] = [];
  const note = (pointer: string, sentence: string) =>
    problems.push(`${pointer || "/"}: ${sentence}`);

  function list(owner: Entry, member: string, pointer: string, needed = false): [Entry, string][] {
    const value = owner[member];
    const where = `${pointer}/${member}`;
    if (value === undefined && !needed) return [];
    if (!Array.isArray(value)) {
      note(where, `must be a list, and is ${shown(value)}`);
      return [];
    }
    return value.flatMap((entry, at): [Entry, string][] => {
      if (isEntry(entry)) return [[entry, `${where}/${at}`]];
      note(`${where}/${at}`, `must be an object, and is ${shown(entry)}`);
      return [];
    });
  }

  function key(entry: Entry, pointer: string, taken: Set<string>): string {
    const found = entry.key;
    if (typeof found !== "string" || !keyPattern.test(found)) {
      const form =
        "must be 1 to 64 of a-z, 0-9, `_`, `.` and `-`, beginning with a letter or a digit";
      note(`${pointer}/key`, `${form}, and is ${shown(found)}`);
      return "";
    }
    if (taken.has(found)) note(`${pointer}/key`, `\`${found}\` is taken already; choose another`);
    taken.add(found);
    return found;
  }

  function named(entry: Entry, pointer: string, taken: Set<string>): Named {
    const text = (value: unknown) => (typeof value === "string" ? value : "");
    const found = key(entry, pointer, taken);
    return { key: found, name: text(entry.name), description: text(entry.description) };
  }

  function feature([entry, pointer]: [Entry, string], taken: Set<string>): Feature {
    const kind = kinds.find((known) => known === entry.kind);
    if (!kind)
      note(`${pointer}/kind`, `must be one of ${kinds.join(", ")}, and is ${shown(entry.kind)}`);
    const { values = [] } = entry;
    if (!Array.isArray(values))
      note(`${pointer}/values`, `must be a list, and is ${shown(values)}`);
    return {
      ...named(entry, pointer, taken),
      kind: kind ?? "boolean",
      values: Array.isArray(values) ? values : [],
    };
  }

  if (!isEntry(document))
    throw new Refusal(`the catalogue must be an object, and is ${shown(document)}`);
  const taken = {
    features: new Set<string>(),
    plans: new Set<string>(),
    addons: new Set<string>(),
  };
  const prices = new Set<string>();
  const sold = (member: "plans" | "addons") =>
    list(document, member, "").map(([entry, pointer]) => {
      for (const [price, where] of list(entry, "prices", pointer)) key(price, where, prices);
      return named(entry, pointer, taken[member]);
    });
  const catalog = {
    features: list(document, "features", "", true).map((one) => feature(one, taken.features)),
    plans: sold("plans"),
    addons: sold("addons"),
    prices: [...prices],
  };
  if (problems.length === 0) return catalog;
  const rest = problems.length - mostTold;
  const told = [...problems.slice(0, mostTold), ...(rest > 0 ? [`and ${rest} more`] : [])];
  throw new Refusal(`the catalogue is not valid\n${told.map((line) => `  ${line}`).join("\n")}`);
}
