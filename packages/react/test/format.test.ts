import { describe, expect, it } from "vitest";
import { day, exponent, money, moneyParts, percent, rate, span } from "../src/format.js";

describe("money", () => {
  it("has the decimals of ISO 4217, not those of common use", () => {
    expect(["usd", "EUR", "jpy", "kwd", "clf", "huf", "rsd"].map(exponent)).toEqual([
      2, 2, 0, 3, 4, 2, 2,
    ]);
  });

  it("leaves out decimals that are all zero", () => {
    expect(money(4900, "usd", "en")).toBe("$49");
    expect(money(4083, "usd", "en")).toBe("$40.83");
    expect(money(7400, "jpy", "en")).toBe("¥7,400");
    expect(money(1500, "kwd", "en-US")).toContain("1.500");
    expect(money(-990, "eur", "en")).toBe("-€9.90");
  });

  it("is written in parts, the sign where the language has it", () => {
    expect(moneyParts(123456, "usd", "en")).toEqual([
      { type: "currency", value: "$" },
      { type: "integer", value: "1,234" },
      { type: "fraction", value: ".56" },
    ]);
    expect(moneyParts(4500, "eur", "de").map(({ type }) => type)).toEqual([
      "integer",
      "literal",
      "currency",
    ]);
  });

  it("writes unit amounts as finely as they are", () => {
    expect(rate("1200", "usd", "en")).toBe("$12");
    expect(rate("0.0125", "usd", "en")).toBe("$0.000125");
    expect(rate("0.5", "jpy", "en")).toBe("¥0.5");
  });
});

describe("time", () => {
  it("puts lengths into words", () => {
    expect(span(1, "year", "en")).toBe("1 year");
    expect(span(14, "day", "en")).toBe("14 days");
  });

  it("names the year where it is another, in UTC", () => {
    const now = Date.UTC(2026, 10, 21);
    expect(day("2026-12-01T00:00:00Z", now, "en-GB")).toBe("1 Dec");
    expect(day("2027-01-01T00:00:00Z", now, "en-GB")).toBe("1 Jan 2027");
  });
});

it("rounds a saving to whole percents", () => {
  expect(percent(1 - 49000 / 12 / 4900, "en")).toBe("17%");
});
