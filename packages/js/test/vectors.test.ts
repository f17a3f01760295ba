// The corpus of quotes, in WebAssembly: the results that were worked out by hand hold here as they do natively.

import { readdir, readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import type { Pricing, Selection, Terms } from "../src/wasm/gate/gate.js";
import init, { Catalog } from "../src/wasm/quote/quote.js";

const here = new URL(".", import.meta.url);
const corpus = new URL("../../../tests/vectors/quote/", here);

interface Voucher {
  key: string;
  codes?: string[];
  effects: object;
  constraints?: object;
}

interface Case {
  name: string;
  selection: object;
  now?: string;
  /** A code, or one that was redeemed before. */
  vouchers?: (string | { code: string })[];
  expect: { quote?: object; errors?: [string, string][] };
}

interface File {
  now?: string;
  catalogVersion?: number;
  catalog: string | { plans: { inherits?: string }[]; vouchers?: Voucher[] };
  cases: Case[];
}

const normal = (code: string) => code.trim().toUpperCase();

function terms(vouchers: Voucher[], code: string) {
  const voucher = vouchers.find((it) => it.codes?.some((known) => normal(known) === normal(code)));
  if (!voucher) throw new Error(`no voucher has the code ${code}`);
  const { key, effects, constraints } = voucher;
  return { voucher: key, code: normal(code), effects, constraints };
}

/**
 * What a browser quotes by codes alone: redemptions of the past it reads from the customer, and the same code twice it
 * takes once.
 */
const isFresh = ({ vouchers = [] }: Case) =>
  vouchers.every((named) => typeof named === "string") &&
  new Set(vouchers.map((named) => normal(String(named)))).size === vouchers.length;

await init({
  module_or_path: await readFile(new URL("../src/wasm/quote/quote_bg.wasm", here)),
});

const names = (await readdir(corpus)).filter((name) => name.endsWith(".json"));
const files = await Promise.all(
  names.map(async (name) => ({
    name,
    file: JSON.parse(await readFile(new URL(name, corpus), "utf8")) as File,
  })),
);

// A browser quotes from pricing, whose plans are complete: documents with inheritance are not what it reads.
const readable = files.filter(
  ({ file }) =>
    typeof file.catalog !== "string" && !file.catalog.plans.some(({ inherits }) => inherits),
);

test("most files of the corpus can be read as pricing", () => {
  expect(readable.length).toBeGreaterThanOrEqual(4);
});

describe.each(readable)("$name", ({ file }) => {
  if (typeof file.catalog === "string") return;
  const { vouchers = [], ...document } = file.catalog;
  const pricing = { ...document, catalogVersion: file.catalogVersion ?? 0 };
  const catalog = new Catalog(pricing as unknown as Pricing);

  test.each(file.cases.filter(isFresh))("$name", (one) => {
    const now = Date.parse(one.now ?? file.now ?? "2026-11-21T09:00:00Z");
    const redeeming = (one.vouchers ?? []).map((code) => terms(vouchers, String(code)));
    const customer = { vouchers: redeeming as Terms[] };
    const answer = catalog.quote(one.selection as Selection, customer, now);
    const { quote: expected, errors } = one.expect;
    if (errors) {
      const problems = "errors" in answer ? answer.errors : [];
      expect(problems.map(({ code, pointer }) => [code, pointer])).toEqual(errors);
    } else {
      expect(answer).toMatchObject(expected ?? {});
    }
  });
});
