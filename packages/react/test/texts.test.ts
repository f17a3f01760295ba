import type { PlanStatus } from "@tollgate/js/headless";
import { describe, expect, it } from "vitest";
import { type TierText, texts } from "../src/texts.js";

const locale = { tag: "en", now: 0 } as Parameters<typeof texts.byTier>[2];
const tier = (from: number, upTo: number | null, rate: string | null, fee: string | null = null) =>
  ({ from, upTo, rate, fee }) satisfies TierText;

describe("the status of a plan in words", () => {
  const at = "1970-03-03T00:00:00Z";
  const next = { plan: "starter", name: "Starter" };
  const statuses: PlanStatus[] = [
    { kind: "active", at },
    { kind: "trialing", at },
    { kind: "past_due", at },
    { kind: "ending", at },
    { kind: "changing", at, next },
    { kind: "changing", at, next: null },
    { kind: "paused", at },
    { kind: "paused", at: null },
    { kind: "suspended", at: null, reason: "unpaid" },
    { kind: "suspended", at: null, reason: "disputed" },
  ];

  it("is a badge", () => {
    expect(statuses.map((status) => texts.planStatus(status, locale))).toEqual([
      "Current plan",
      "Trial until Mar 3",
      "Payment due by Mar 3",
      "Ends on Mar 3",
      "Changes to Starter on Mar 3",
      "Changes on Mar 3",
      "Paused until Mar 3",
      "Paused",
      "Suspended: not paid",
      "Suspended: payment disputed",
    ]);
  });

  it("is a notice, of all but what is well", () => {
    expect(statuses.slice(1).map((status) => texts.planNotice("Pro", status, locale))).toEqual([
      "Your trial of Pro: 61 days left.",
      "The last payment failed. Pay by Mar 3 to keep Pro.",
      "Pro ends on Mar 3.",
      "Pro changes to Starter on Mar 3.",
      "Pro changes on Mar 3.",
      "Pro is paused until Mar 3.",
      "Pro is paused.",
      "Pro is suspended: not paid.",
      "Pro is suspended: payment disputed.",
    ]);
  });
});

describe("tiers in words", () => {
  it("a graduated price says what the first, the next and all further units cost", () => {
    const tiers = [tier(1, 10, null), tier(11, 1_000, "$5"), tier(1_001, null, "$4")];
    expect(texts.byTier(tiers, "graduated", locale)).toBe(
      "first 10 free, next 990 $5 each, then $4 each",
    );
  });

  it("a volume price says what all units cost, by how many they are", () => {
    const tiers = [tier(1, 10, "$5"), tier(11, 100, "$4"), tier(101, null, "$3")];
    expect(texts.byTier(tiers, "volume", locale)).toBe(
      "$5 each up to 10, $4 each up to 100, $3 each from 101 on, for all of them",
    );
  });

  it("units that are included count, and are not charged", () => {
    const tiers = [tier(6, 15, "$5"), tier(16, null, "$4")];
    const included = (model: "graduated" | "volume") =>
      texts.includedThen(5, texts.byTier(tiers, model, locale), locale);
    expect(included("volume")).toBe(
      "5 in the price, then $5 each up to 15, $4 each from 16 on, for all beyond those",
    );
    expect(included("graduated")).toBe("5 in the price, then next 10 $5 each, then $4 each");
  });

  it("a fee stands before the rate, or in its place", () => {
    const tiers = [tier(1, 10, null, "$20"), tier(11, null, "$2", "$5")];
    expect(texts.byTier(tiers, "graduated", locale)).toBe("first 10 $20, then $5 plus $2 each");
  });

  it("one tier is no tier", () => {
    for (const model of ["graduated", "volume"] as const) {
      expect(texts.byTier([tier(1, null, "$2")], model, locale)).toBe("$2 each");
    }
  });
});
