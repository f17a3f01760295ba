import type { Benefit, Component, Feature, Price, PricedPlan, Quote } from "@tollgate/js";
import { describe, expect, it } from "vitest";
import {
  addonsOf,
  differs,
  heldAmong,
  pricedIn,
  selectionOf,
  untouched,
} from "../../src/headless/table/choice.js";
import { linesOf, ownLines } from "../../src/headless/table/line.js";
import { planStatusOf } from "../../src/headless/table/plan-status.js";
import {
  addonPriceFor,
  chargeOf,
  periodsOf,
  priceFor,
  savingOf,
  unitIn,
} from "../../src/headless/table/price.js";
import { priceSummaryOf } from "../../src/headless/table/price-summary.js";
import {
  capOf,
  capWith,
  mostSold,
  quantityInputsOf,
} from "../../src/headless/table/quantity-input.js";

const features = [
  { key: "calls", name: "API calls", kind: "meter", unit: "call", aggregation: "sum" },
  { key: "seats", name: "Seats", kind: "meter", unit: "seat", aggregation: "last" },
  { key: "sso", name: "Single sign-on", kind: "boolean" },
  { key: "support", name: "Support", kind: "config", default: "forum" },
] as Feature[];

const seats = {
  model: "per_unit",
  meter: "seats",
  included: 3,
  unitAmount: "1200",
  amounts: { jpy: "1800" },
};
const usage = {
  model: "metered",
  meter: "calls",
  included: 10_000,
  scheme: { model: "package", size: 1000, amount: 50, amounts: { jpy: 75 } },
};
const price = (key: string, interval: string, components: unknown[]) =>
  ({ key, interval, intervalCount: 1, components }) as unknown as Price;
const monthly = price("pro-monthly", "month", [{ model: "flat", amount: 4900 }, seats, usage]);
const yearly = price("pro-yearly", "year", [{ model: "flat", amount: 49_000 }]);
const once = price("once", "one_time", [{ model: "flat", amount: 100 }]);

const free = { key: "free", prices: [], currencies: {}, entitlements: { calls: { limit: 1000 } } };
const pro = {
  key: "pro",
  inherits: "free",
  prices: [monthly, yearly],
  currencies: { "pro-monthly": ["usd", "jpy"], "pro-yearly": ["usd"] },
  entitlements: {
    calls: { limit: 10_000, enforcement: "soft", softCap: 20_000, reset: "month" },
    seats: { limit: 25 },
    sso: true,
  },
  inherited: ["sso"],
  addons: [{ addon: "extra", max: 2 }],
};
const plans = [free, pro] as unknown as PricedPlan[];
const plan = pro as unknown as PricedPlan;

describe("prices", () => {
  it("are found by period, else by the shortest there is", () => {
    expect(periodsOf(plans).map(({ key }) => key)).toEqual(["month", "year"]);
    expect(priceFor(plan.prices, "year")?.key).toBe("pro-yearly");
    expect(priceFor(plan.prices, "week")?.key).toBe("pro-monthly");
    expect(priceFor([once], "month")?.key).toBe("once");
    expect(priceFor([], "month")).toBeNull();
  });

  it("are those that the currency has an amount for", () => {
    expect(pricedIn(plan, "year", "jpy")?.key).toBe("pro-monthly");
    expect(pricedIn(plan, "year", "eur")).toBeNull();
  });

  it("of add-ons are of the same period or charged once", () => {
    expect(addonPriceFor([monthly, once], "year")?.key).toBe("once");
    expect(addonPriceFor([monthly], "year")).toBeNull();
  });

  it("say how a meter is charged", () => {
    expect(chargeOf(monthly, "seats", "jpy", "usd")).toEqual({
      included: 3,
      unitAmount: "1800",
      tiers: null,
      size: 1,
      byUse: false,
    });
    expect(chargeOf(monthly, "calls", "usd", "usd")).toMatchObject({ size: 1000, byUse: true });
    expect(chargeOf(yearly, "seats", "usd", "usd")).toBeNull();
  });

  it("say what each tier charges, in each currency", () => {
    const tiered = (model: "graduated" | "volume") =>
      ({
        key: "tiered",
        interval: "month",
        intervalCount: 1,
        components: [
          {
            model: "metered",
            meter: "calls",
            included: 5,
            scheme: {
              model,
              tiers: [
                { upTo: 10, flatAmount: 500, flatAmounts: { jpy: 900 } },
                { upTo: 100, unitAmount: "5", amounts: { jpy: "9" } },
                { unitAmount: "0.25", amounts: { jpy: "0.5" } },
              ],
            },
          },
        ],
      }) as unknown as Price;
    for (const model of ["graduated", "volume"] as const) {
      expect(chargeOf(tiered(model), "calls", "usd", "usd")).toEqual({
        included: 5,
        unitAmount: null,
        size: 1,
        byUse: true,
        tiers: {
          model,
          tiers: [
            // Of the units, 5 are included, and 10 the first tier beyond them.
            { from: 6, upTo: 15, unitAmount: 0, flatAmount: 500 },
            { from: 16, upTo: 105, unitAmount: "5", flatAmount: 0 },
            { from: 106, upTo: null, unitAmount: "0.25", flatAmount: 0 },
          ],
        },
      });
    }
    const yen = chargeOf(tiered("volume"), "calls", "jpy", "usd");
    expect(yen?.tiers?.tiers.map(({ unitAmount, flatAmount }) => [unitAmount, flatAmount])).toEqual(
      [
        [0, 900],
        ["9", 0],
        ["0.5", 0],
      ],
    );
    expect(chargeOf(tiered("volume"), "calls", "eur", "usd")?.tiers).toBeNull();
  });

  it("that are zero in their own currency are zero in every one, and what has no amount has no line", () => {
    const priced = (scheme: object) =>
      ({
        key: "m",
        interval: "month",
        components: [{ model: "metered", meter: "calls", scheme }],
      }) as unknown as Price;
    const tiers = (first: object) => {
      const last = { unitAmount: "5", amounts: { jpy: "9" } };
      const price = priced({ model: "volume", tiers: [{ upTo: 10, ...first }, last] });
      const charged = chargeOf(price, "calls", "jpy", "usd")?.tiers?.tiers[0];
      return charged && [Number(charged.unitAmount), charged.flatAmount];
    };
    expect(tiers({ unitAmount: "0" })).toEqual([0, 0]);
    expect(tiers({ unitAmount: "0.00", flatAmount: 0 })).toEqual([0, 0]);
    expect(tiers({ flatAmount: 0 })).toEqual([0, 0]);
    expect(tiers({ unitAmount: "0", amounts: { jpy: "1" } })).toEqual([1, 0]);
    expect(tiers({ unitAmount: "0", flatAmount: 500, flatAmounts: { jpy: 900 } })).toEqual([
      0, 900,
    ]);
    // A fee without an amount is not free, whatever the unit has; nor the other way round.
    expect(tiers({ unitAmount: "5", flatAmount: 500, amounts: { jpy: "9" } })).toBeUndefined();
    expect(tiers({ unitAmount: "5", flatAmount: 500, flatAmounts: { jpy: 9 } })).toBeUndefined();
    const unit = (scheme: object) => chargeOf(priced(scheme), "calls", "jpy", "usd")?.unitAmount;
    expect(unit({ model: "per_unit", unitAmount: "0" })).toBe("0");
    expect(unit({ model: "package", size: 10, amount: 0 })).toBe(0);
    expect(unit({ model: "per_unit", unitAmount: "5" })).toBeNull();
    expect(unitIn(priced({}).components[0] as Component, "usd", "usd")).toBeNull();
  });

  it("of a longer period save a share of the shorter one's", () => {
    const [month, year] = periodsOf(plans);
    if (!month || !year) throw new Error("two periods");
    const quote = (key: string, recurringSubtotal: number) =>
      ({ price: key, recurringSubtotal }) as Quote;
    const shorter = [quote("a", 0), quote("m", 4900)];
    const save = (amount: number) =>
      savingOf(year, [quote("b", 0), quote("y", amount)], month, shorter);
    expect(save(49_000)).toBeCloseTo(1 / 6, 5);
    expect(save(12 * 4900)).toBeNull();
    expect(save(13 * 4900)).toBeNull();
    expect(savingOf(year, [null], month, [null])).toBeNull();
  });
});

describe("quantityInputs", () => {
  it("are what prices depend on, quantities before usage", () => {
    const quantityInputs = quantityInputsOf(plans, features);
    expect(
      quantityInputs.map(({ meter, kind, start, most, limit }) => [
        meter,
        kind,
        start,
        most,
        limit,
      ]),
    ).toEqual([
      ["seats", "quantity", 3, 25, 25],
      ["calls", "usage", 10_000, 40_000, null],
    ]);
  });

  it("have no end where one of the plans sells without one", () => {
    const limitOf = (limit: unknown) => {
      const team = { ...pro, key: "team", entitlements: { seats: { limit } } };
      const [input] = quantityInputsOf([plan, team as unknown as PricedPlan], features);
      return [input?.most, input?.limit];
    };
    expect(limitOf(40)).toEqual([40, 40]);
    expect(limitOf("unlimited")).toEqual([50, null]);
    const open = { ...pro, entitlements: {} } as unknown as PricedPlan;
    expect(quantityInputsOf([open], features)[0]).toMatchObject({ most: 100, limit: null });
  });

  it("end with the last whole package that the limit holds", () => {
    const packages = price("p", "month", [
      { model: "package", meter: "seats", included: 2, size: 5, amount: 100 },
    ]);
    const most = (limit: unknown) =>
      mostSold({ entitlements: { seats: { limit } } } as never, packages, "seats");
    expect([1, 2, 6, 7, 50].map(most)).toEqual([1, 2, 2, 7, 47]);
    expect(most("unlimited")).toBeNull();
    expect(mostSold(plan, monthly, "seats")).toBe(25);
    expect(mostSold({ entitlements: {} }, monthly, "seats")).toBeNull();
  });

  it("end where the plan's limit does", () => {
    expect(capOf(plan, "seats")).toBe(25);
    expect(capOf(plan, "calls")).toBe(20_000);
    expect(capOf(plan, "sso")).toBeNull();
    expect(capWith(25, undefined)).toBe(25);
    expect(capWith(25, { before: 25, after: 35 })).toBe(35);
    expect(capWith(25, { before: 25, after: "unlimited" })).toBeNull();
    expect(capWith(null, undefined)).toBeNull();
  });
});

describe("selections", () => {
  const quantityInputs = quantityInputsOf(plans, features);
  const extra = { key: "extra", prices: [monthly] } as never;
  const inputs = {
    plan,
    quantityInputs,
    held: null,
    currency: "usd",
    fallback: "usd",
    voucher: null,
  };

  it("name what the price charges for", () => {
    const choice = { ...untouched, quantities: { seats: 7 } };
    expect(selectionOf({ ...inputs, price: monthly, addons: {}, choice })).toEqual({
      plan: "pro",
      price: "pro-monthly",
      quantities: { seats: 7 },
      usage: { calls: 10_000 },
      addons: {},
      currency: "usd",
    });
    expect(selectionOf({ ...inputs, price: yearly, addons: {}, choice }).quantities).toEqual({});
  });

  it("keep add-ons within their maximum and their period", () => {
    const choice = { ...untouched, addons: { pro: { extra: 9 } } };
    expect(addonsOf(plan, [extra], "month", choice, null)).toEqual({ extra: 2 });
    expect(addonsOf(plan, [extra], "year", choice, null)).toEqual({});
    expect(addonsOf(plan, [extra], "month", untouched, null)).toEqual({});
  });

  it("begin with what the customer has, and differ once it is changed", () => {
    const held = {
      plan: "pro",
      status: "active",
      quantities: { seats: 5 },
      addons: { extra: 1 },
    } as never;
    expect(heldAmong(plans, [])).toBeNull();
    expect(heldAmong(plans, [held])).toBe(held);
    const paused = { plan: "free", status: "paused" } as never;
    expect(heldAmong(plans, [paused])).toBe(paused);
    expect(heldAmong(plans, [paused, held])).toBe(held);
    const addons = addonsOf(plan, [extra], "month", untouched, held);
    const same = selectionOf({ ...inputs, price: monthly, addons, choice: untouched, held });
    expect(same.quantities).toEqual({ seats: 5 });
    expect(differs(same, held)).toBe(false);
    expect(differs({ ...same, addons: {} }, held)).toBe(true);
  });
});

describe("lines", () => {
  const benefit: Benefit = {
    feature: "calls",
    kind: "meter",
    before: 10_000,
    after: 60_000,
    addons: [],
    vouchers: ["big"],
    until: null,
  };

  it("show what a plan sets, and what was changed", () => {
    const lines = linesOf(plan, features, [
      { ...benefit, feature: "sso", before: true, after: true },
    ]);
    expect(ownLines(lines, true).map(({ feature }) => feature.key)).toEqual(["calls", "seats"]);
    expect(lines.map(({ after }) => after)).toEqual([10_000, 25, true, "forum"]);
    expect(lines[0]?.reset).toBe("month");
  });

  it("carry a benefit from before to after", () => {
    const [calls] = linesOf(plan, features, [benefit]);
    expect(calls).toMatchObject({ before: 10_000, after: 60_000, benefit });
  });

  it("of what is bought say the most, and with a benefit what is had", () => {
    const seatsOf = (...more: [Benefit[], Price | null]) => linesOf(plan, features, ...more)[1];
    expect(seatsOf([], monthly)).toMatchObject({ before: 25, after: 25, isMost: true });
    expect(seatsOf([], yearly)).toMatchObject({ after: 25, isMost: false });
    const more = { ...benefit, feature: "seats", before: 5, after: 7 };
    expect(seatsOf([more], monthly)).toMatchObject({ before: 5, after: 7, isMost: false });
    expect(linesOf({ entitlements: {} }, features, [], monthly)[1]).toMatchObject({
      after: "unlimited",
      isMost: false,
    });
    expect(linesOf(plan, features, [], monthly)[0]).toMatchObject({ after: 10_000, isMost: false });
  });

  it("of a plan without a parent show defaults", () => {
    const lines = linesOf(free as never, features, []);
    expect(ownLines(lines, false).map(({ feature }) => feature.key)).toEqual(["calls", "support"]);
  });
});

describe("priceSummary", () => {
  const line = (amount: number, recurring: boolean) => ({ amount, recurring });
  const quote = {
    currency: "usd",
    lines: [line(4900, true), line(29_900, false)],
    discounts: [{ shares: [1470, 8970] }],
    subtotal: 34_800,
    recurringSubtotal: 4900,
    recurringTotal: 4900,
    schedule: [
      { periods: 12, total: 3430 },
      { periods: null, total: 4900 },
    ],
    arrearsTotal: 50,
  } as unknown as Quote;

  it("are the first period's price, what it was, and what follows", () => {
    expect(priceSummaryOf(quote)).toEqual({
      currency: "usd",
      price: 3430,
      before: 4900,
      change: { periods: 12, next: 4900 },
      once: 20_930,
      usage: 50,
      free: false,
    });
  });

  it("of a free plan are nothing", () => {
    const nothing = {
      ...quote,
      lines: [],
      discounts: [],
      schedule: [],
      recurringSubtotal: 0,
      recurringTotal: 0,
      subtotal: 0,
      arrearsTotal: 0,
    };
    expect(priceSummaryOf(nothing)).toMatchObject({ price: 0, before: null, free: true });
  });
});

describe("the status of a plan", () => {
  const end = "2026-07-01T00:00:00Z";
  const held = {
    plan: "pro",
    status: "active",
    currentPeriod: { start: "2026-06-01T00:00:00Z", end },
    trialEnd: null,
    pendingChange: null,
    cancelAt: null,
    graceEndsAt: null,
    resumesAt: null,
  };
  const statusWith = (more: object) =>
    planStatusOf({ ...held, ...more } as never, (plan) => plan.toUpperCase());
  const at = "2026-06-20T00:00:00Z";

  it("is active until something ends", () => {
    expect(statusWith({})).toEqual({ kind: "active", at: end });
    expect(statusWith({ trialEnd: at })).toEqual({ kind: "active", at: end });
  });

  it("is a trial while that lasts, and past due while the grace does", () => {
    expect(statusWith({ status: "trialing", trialEnd: at })).toEqual({ kind: "trialing", at });
    const due = { status: "past_due", graceEndsAt: at };
    expect(statusWith(due)).toEqual({ kind: "past_due", at });
    expect(statusWith({ ...due, pendingChange: { plan: "free", at: end } }).kind).toBe("past_due");
  });

  it("names the plan that follows, where another does", () => {
    const changing = (plan: string | null) =>
      statusWith({ status: "trialing", trialEnd: end, pendingChange: { plan, at } });
    const next = { plan: "free", name: "FREE" };
    expect(changing("free")).toEqual({ kind: "changing", at, next });
    expect(changing("pro")).toEqual({ kind: "changing", at, next: null });
    expect(changing(null)).toEqual({ kind: "changing", at, next: null });
  });

  it("is ending before it changes, and past due where access stops sooner", () => {
    const ending = { kind: "ending", at: end };
    expect(statusWith({ cancelAt: end })).toEqual(ending);
    expect(statusWith({ cancelAt: end, pendingChange: { plan: "free", at } })).toEqual(ending);
    const due = { status: "past_due", cancelAt: end };
    expect(statusWith({ ...due, graceEndsAt: at })).toEqual({ kind: "past_due", at });
    expect(statusWith({ ...due, graceEndsAt: "2026-07-01T00:00:01Z" })).toEqual(ending);
  });

  it("is paused or suspended before it is anything else", () => {
    const rest = { cancelAt: end, pendingChange: { plan: "free", at: null } };
    expect(statusWith({ ...rest, status: "paused" })).toEqual({ kind: "paused", at: null });
    expect(statusWith({ status: "paused", resumesAt: at })).toEqual({ kind: "paused", at });
    expect(statusWith({ ...rest, status: "suspended", suspendReason: "disputed" })).toEqual({
      kind: "suspended",
      at: null,
      reason: "disputed",
    });
  });
});
