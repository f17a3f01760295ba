// Whatever a page asks with, or an edge might send: an error that says what and where, no trap, and no memory kept.

import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { Tollgate } from "../src/node.js";
import type { Problem } from "../src/wasm/gate/gate.js";
import init, { Catalog } from "../src/wasm/quote/quote.js";
import { fakeEdge } from "./fake-edge.js";
import { pricing } from "./pricing.js";
import { issuer, publishableKey } from "./signing.js";

const { memory, __wbindgen_externrefs: references } = await init({
  module_or_path: await readFile(
    new URL("../src/wasm/quote/quote_bg.wasm", new URL(".", import.meta.url)),
  ),
});

const now = Date.parse("2026-11-21T09:00:00Z");
const selection = { plan: "pro", price: "pro-monthly", quantities: { seats: 7 } };
const seats = (value: unknown) => ({ ...selection, quantities: { seats: value } });
const throwing = (name: string) =>
  Object.defineProperty({}, name, {
    enumerable: true,
    get() {
      throw new Error("not to be read");
    },
  });

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

function circular(): object {
  const circle: Record<string, unknown> = { ...selection };
  circle.quantities = circle;
  return circle;
}

type Bad = [what: string, value: unknown, code: string, pointer: string];

const selections: Bad[] = [
  ["nothing", undefined, "wrong_type", ""],
  ["null", null, "wrong_type", ""],
  ["a number", 5, "wrong_type", ""],
  ["a string", "pro", "wrong_type", ""],
  ["an array", [selection], "wrong_type", ""],
  ["a date", new Date(0), "missing_member", ""],
  ["a set", new Set([1]), "json_malformed", ""],
  ["a function", () => selection, "json_malformed", ""],
  ["a symbol", Symbol("pro"), "json_malformed", ""],
  ["bytes", new Uint8Array(8), "json_malformed", ""],
  ["no plan", { price: "pro-monthly" }, "missing_member", ""],
  ["a plan that is no key", { plan: "Not a key" }, "invalid_key", "/plan"],
  ["a price that is no text", { ...selection, price: 1 }, "wrong_type", "/price"],
  ["a member that is not known", { ...selection, quantity: 1 }, "unknown_member", "/quantity"],
  ["a currency that is none", { ...selection, currency: "zzz" }, "unknown_currency", "/currency"],
  ["a number beyond 2^53", seats(2 ** 60), "json_malformed", "/quantities/seats"],
  ["a number that is none", seats(Number.NaN), "json_malformed", "/quantities/seats"],
  ["an infinite number", seats(Number.NEGATIVE_INFINITY), "json_malformed", "/quantities/seats"],
  ["a fraction", seats(1.5), "wrong_type", "/quantities/seats"],
  ["a number below zero", seats(-1), "out_of_range", "/quantities/seats"],
  ["a number as text", seats("7"), "wrong_type", "/quantities/seats"],
  ["a BigInt", seats(7n), "json_malformed", ""],
  ["a function as a number", seats(() => 7), "json_malformed", "/quantities/seats"],
  [
    "what nests too deep",
    seats(nested(31)),
    "json_malformed",
    `/quantities/seats${"/0".repeat(30)}`,
  ],
  [
    "what nests far too deep",
    seats(nested(300)),
    "json_malformed",
    `/quantities/seats${"/0".repeat(30)}`,
  ],
  ["a circle", circular(), "json_malformed", ""],
  ["a getter that throws", throwing("plan"), "json_malformed", ""],
  [
    "a getter that throws within",
    { ...selection, quantities: throwing("seats") },
    "json_malformed",
    "",
  ],
  ["no prototype, and no plan", Object.create(null), "missing_member", ""],
  ["a long array", { ...selection, addons: new Array(300).fill(1) }, "wrong_type", "/addons"],
  [
    "many members",
    {
      ...selection,
      addons: Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`a${at}`, 1])),
    },
    "too_many",
    "/addons",
  ],
];

const redemption = {
  id: "red_1",
  voucher: "big-deal",
  code: "BIGDEAL",
  effects: { discount: { percent: 30, duration: "once" } },
  redeemedAt: "2026-09-01T00:00:00Z",
};

const customers: Bad[] = [
  ["a number", 5, "wrong_type", ""],
  ["no list", { redemptions: {} }, "wrong_type", "/redemptions"],
  ["no record", { redemptions: [5] }, "wrong_type", "/redemptions/0"],
  ["a record without members", { subscriptions: [{}] }, "missing_member", "/subscriptions/0"],
  [
    "a time that is none",
    { redemptions: [redemption, { ...redemption, redeemedAt: "today" }] },
    "invalid_value",
    "/redemptions/1/redeemedAt",
  ],
  [
    "a discount of nothing",
    { redemptions: [{ ...redemption, effects: { discount: {} } }] },
    "invalid_value",
    "/redemptions/0/effects/discount",
  ],
  [
    "a percentage that is no number",
    { redemptions: [{ ...redemption, effects: { discount: { percent: Number.NaN } } }] },
    "json_malformed",
    "/redemptions/0/effects/discount/percent",
  ],
  ["a getter that throws", { vouchers: [throwing("code")] }, "json_malformed", ""],
];

const [starter, pro] = pricing.plans;
const priced = (component: object) => {
  const prices = [{ ...pro?.prices[0], components: [component] }];
  return { ...pricing, plans: [starter, { ...pro, prices }] };
};

const pricings: Bad[] = [
  ["nothing", undefined, "wrong_type", ""],
  ["text", JSON.stringify(pricing), "wrong_type", ""],
  ["no plans", { ...pricing, plans: undefined }, "missing_member", ""],
  ["a plan of a number", { ...pricing, plans: [5] }, "wrong_type", "/plans/0"],
  [
    "a kind that is not known",
    { ...pricing, features: [{ key: "a", kind: "gauge" }] },
    "unknown_word",
    "/features/0/kind",
  ],
  [
    "a limit that is none",
    { ...pricing, plans: [{ ...starter, entitlements: { "api-calls": { limit: "many" } } }] },
    "invalid_value",
    "/plans/0/entitlements/api-calls/limit",
  ],
  [
    "an amount below zero",
    priced({ model: "flat", amount: -1 }),
    "invalid_value",
    "/plans/1/prices/0/components/0/amount",
  ],
  [
    "an amount that is no number",
    priced({ model: "flat", amount: Number.NaN }),
    "json_malformed",
    "/plans/1/prices/0/components/0/amount",
  ],
  [
    "a model without its amount",
    priced({ model: "package", size: 5 }),
    "invalid_value",
    "/plans/1/prices/0/components/0",
  ],
  ["a getter that throws", Object.assign(throwing("later"), pricing), "json_malformed", ""],
];

/** What was refused, and in which words. */
function refusal(answer: unknown): Problem[] {
  expect(answer).toHaveProperty("errors");
  return (answer as { errors: Problem[] }).errors;
}

const catalog = new Catalog(pricing as never);
const good = catalog.quote(selection as never, {}, now);

const asked = (bad: unknown) => catalog.quote(bad as never, {}, now);
const known = (bad: unknown) => catalog.quote(selection as never, bad as never, now);
function sold(bad: unknown) {
  const catalog = new Catalog(bad as never);
  const answer = catalog.quote(selection as never, {}, now);
  catalog.free();
  return answer;
}

describe.each([
  ["selection", selections, asked],
  ["customer", customers, known],
  ["pricing", pricings, sold],
] as const)("a %s", (_, bad, ask) => {
  it.each(bad)("of %s is refused", (_what, value, code, pointer) => {
    const [first] = refusal(ask(value));
    expect([first?.code, first?.pointer]).toEqual([code, pointer]);
    expect(first?.detail).toMatch(/\S/);
  });
});

describe("what is no worse for its form", () => {
  it("is an object without a prototype, or behind a proxy", () => {
    const bare = Object.assign(Object.create(null), selection);
    expect(asked(bare)).toEqual(good);
    expect(asked(new Proxy(selection, {}))).toEqual(good);
  });

  it("is a member that is undefined", () => {
    expect(asked({ ...selection, currency: undefined, usage: undefined })).toEqual(good);
    expect(known({ subscriptions: undefined })).toEqual(good);
    expect(known(undefined)).toEqual(good);
  });

  it("is pricing of a newer edge", () => {
    const newer = {
      ...pricing,
      later: [1],
      plans: pricing.plans.map((it) => ({ ...it, later: {} })),
    };
    expect(sold(newer)).toEqual(good);
  });
});

it("takes no more than a megabyte", () => {
  const before = memory.buffer.byteLength;
  for (const huge of [
    { ...selection, addons: new Array(600_000).fill(1) },
    { ...selection, plan: "a".repeat(2 ** 21) },
    seats(new Uint8Array(2 ** 18)),
  ]) {
    expect(refusal(asked(huge))).toMatchObject([{ code: "too_many", pointer: "" }]);
  }
  expect(memory.buffer.byteLength).toBe(before);
});

it("keeps nothing of 100,000 that are refused", () => {
  const calls: [unknown, (bad: unknown) => unknown][] = [
    ...selections.map(([, value]) => [value, asked] as [unknown, typeof asked]),
    ...customers.map(([, value]) => [value, known] as [unknown, typeof known]),
    ...pricings.map(([, value]) => [value, sold] as [unknown, typeof sold]),
  ];
  const round = () => calls.map(([value, ask]) => ask(value));
  for (let warm = 0; warm < 10; warm++) round();
  const before = [memory.buffer.byteLength, references.length];
  let refused = 0;
  while (refused < 100_000) refused += round().filter((it) => "errors" in (it as object)).length;
  expect([memory.buffer.byteLength, references.length]).toEqual(before);
  expect(asked(selection)).toEqual(good);
}, 120_000);

describe("a client", () => {
  it("rejects each with an error that has its code", async () => {
    const edge = fakeEdge();
    edge.answers.set("/v1/client/pricing", () => Response.json(pricing));
    const client = await Tollgate.load({
      publishableKey,
      endpoint: issuer,
      fetch: edge.fetch,
      storage: null,
    });
    for (const [value, code] of [
      [null, "missing_member"],
      [seats(Number.NaN), "json_malformed"],
      [throwing("plan"), "json_malformed"],
      [{ ...selection, quantities: throwing("seats") }, "json_malformed"],
      [{ ...selection, vouchers: 5 }, "wrong_type"],
      [{ ...selection, vouchers: [5] }, "wrong_type"],
    ] as [never, string][]) {
      await expect(client.quote(value)).rejects.toMatchObject({ name: "QuoteError", code });
    }
    // What throws only when it is read for good takes the instance with it, and all that it held.
    let reads = 0;
    const late = {
      get seats() {
        if (reads++ > 0) throw new Error("not twice");
        return 7;
      },
    };
    await expect(client.quote({ ...selection, quantities: late })).rejects.toMatchObject({
      name: "QuoteError",
      code: "json_malformed",
    });
    expect(await client.quote(selection)).toEqual(good);
    client.close();
  });
});
