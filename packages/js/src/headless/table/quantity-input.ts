/** What a visitor can set: the quantities and the expected usage that prices depend on. */

import type { Benefit, Feature, Limit, Plan, Price } from "@tollgate/js";
import { chargeOf } from "./price.js";

/** One quantity that at least one price depends on. */
export interface QuantityInput {
  /** The meter's key. */
  meter: string;
  feature: Feature;
  /** `quantity` is paid in advance (seats); `usage` is charged in arrears. */
  kind: "quantity" | "usage";
  least: number;
  /** Where a slider ends. Up to `limit` a larger number may be typed. */
  most: number;
  /** The most that any of the plans sells; null where one sells without an end, and of usage. */
  limit: number | null;
  step: number;
  /** Its value before it is touched. */
  start: number;
}

/** As much of a plan as its limits are read from. */
type Limited = Pick<Plan, "entitlements">;

interface Quota {
  limit?: Limit;
  enforcement?: string;
  softCap?: number;
  reset?: string;
}

/** What a plan says of a meter; empty where it says nothing. */
export const quotaOf = (plan: Limited, meter: string): Quota => Object(plan.entitlements?.[meter]);

/** The most units of a meter that a plan lets be used; null without an end. */
export function capOf(plan: Limited, meter: string): Limit | null {
  const { limit, enforcement, softCap } = quotaOf(plan, meter);
  return (enforcement === "soft" ? softCap : limit) ?? null;
}

/** A cap with what add-ons and vouchers bring; null without an end. */
export function capWith(cap: Limit | null, benefit: Pick<Benefit, "before" | "after"> | undefined) {
  if (typeof cap !== "number" || benefit?.after === "unlimited") return null;
  const [before, after] = [benefit?.before ?? 0, benefit?.after ?? 0];
  return cap + (typeof before === "number" && typeof after === "number" ? after - before : 0);
}

/**
 * The most units of a meter that can be bought of a plan at a price that charges it in advance: its limit, of packages
 * as many whole ones as that holds; null without an end.
 */
export function mostSold(plan: Limited, price: Price, meter: string): number | null {
  const { limit } = quotaOf(plan, meter);
  if (typeof limit !== "number") return null;
  const { included = 0, size = 1 } = chargeOf(price, meter) ?? {};
  return limit - (Math.max(0, limit - included) % size);
}

/** A round step that reaches `most` in about a hundred. */
function roundStep(most: number): number {
  const raw = most / 100;
  const power = 10 ** Math.floor(Math.log10(raw));
  const nice = [1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10;
  return Math.max(1, nice * power);
}

/** The quantities that the prices of these plans depend on: those paid in advance, then usage. */
export function quantityInputsOf(
  plans: readonly (Limited & Pick<Plan, "prices">)[],
  features: readonly Feature[],
): QuantityInput[] {
  const quantityInputs: QuantityInput[] = [];
  for (const feature of features) {
    const uses = plans.flatMap((plan) =>
      plan.prices.flatMap((price) => {
        const charge = chargeOf(price, feature.key);
        if (!charge) return [];
        const { included, byUse } = charge;
        const end = byUse ? capOf(plan, feature.key) : mostSold(plan, price, feature.key);
        return [{ included, byUse, end }];
      }),
    );
    const [first] = uses;
    if (!first) continue;
    const usage = first.byUse;
    const included = Math.max(...uses.map((use) => use.included));
    const ends = uses.map(({ end }) => end).filter((end) => typeof end === "number");
    const largest = Math.max(...ends);
    const limit = usage || ends.length < uses.length ? null : largest;
    const most = limit ?? (ends.length > 0 ? largest * 2 : Math.max(100, included * 10));
    quantityInputs.push({
      meter: feature.key,
      feature,
      kind: usage ? "usage" : "quantity",
      least: usage ? 0 : 1,
      most,
      limit,
      step: usage ? roundStep(most) : 1,
      start: Math.max(usage ? 0 : 1, included),
    });
  }
  // What is paid in advance first.
  return quantityInputs.sort((a, b) => Number(a.kind === "usage") - Number(b.kind === "usage"));
}
