/** What a visitor can set: the quantities and the expected usage that prices depend on. */

import type { Benefit, Feature, Limit, Plan, Price } from "@tollgate/js";

/** One quantity that at least one price depends on. */
export interface QuantityInput {
  /** The meter's key. */
  meter: string;
  feature: Feature;
  /** `quantity` is paid in advance (seats); `usage` is charged in arrears. */
  kind: "quantity" | "usage";
  least: number;
  /** Where a slider ends. A quantity may be typed that is larger. */
  most: number;
  step: number;
  /** Its value before it is touched. */
  start: number;
}

/** As much of a plan as its limits are read from. */
type Limited = Pick<Plan, "entitlements">;

/** The most units of a meter that a plan lets be used; null without an end. */
export function capOf(plan: Limited, meter: string): Limit | null {
  const value = plan.entitlements?.[meter];
  if (typeof value !== "object" || value === null || !("limit" in value)) return null;
  const { limit, enforcement, softCap } = value as {
    limit?: Limit;
    enforcement?: string;
    softCap?: number;
  };
  if (enforcement === "soft") return softCap ?? null;
  return limit ?? null;
}

/** A cap with what add-ons and vouchers bring; null without an end. */
export function capWith(cap: Limit | null, benefit: Pick<Benefit, "before" | "after"> | undefined) {
  if (typeof cap !== "number" || benefit?.after === "unlimited") return null;
  const [before, after] = [benefit?.before ?? 0, benefit?.after ?? 0];
  return cap + (typeof before === "number" && typeof after === "number" ? after - before : 0);
}

interface Use {
  included: number;
  kind: QuantityInput["kind"];
}

function usesOf(price: Price): Map<string, Use> {
  const uses = new Map<string, Use>();
  for (const part of price.components) {
    if (!("meter" in part) || !part.meter) continue;
    const kind = part.model === "metered" ? "usage" : "quantity";
    uses.set(part.meter, { included: part.included ?? 0, kind });
  }
  return uses;
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
    const uses = plans
      .flatMap((plan) => plan.prices)
      .map((price) => usesOf(price).get(feature.key))
      .filter((use) => use !== undefined);
    const [first] = uses;
    if (!first) continue;
    const included = Math.max(...uses.map((use) => use.included));
    const caps = plans
      .filter((plan) => plan.prices.some((price) => usesOf(price).has(feature.key)))
      .map((plan) => capOf(plan, feature.key))
      .filter((cap) => typeof cap === "number");
    const most = caps.length > 0 ? Math.max(...caps) * 2 : Math.max(100, included * 10);
    const usage = first.kind === "usage";
    quantityInputs.push({
      meter: feature.key,
      feature,
      kind: first.kind,
      least: usage ? 0 : 1,
      most,
      step: usage ? roundStep(most) : 1,
      start: Math.max(usage ? 0 : 1, included),
    });
  }
  // What is paid in advance first.
  return quantityInputs.sort((a, b) => Number(a.kind === "usage") - Number(b.kind === "usage"));
}
