/** What a plan brings, feature by feature, with what add-ons and vouchers change of it. */

import type { Benefit, Feature, Limit, Plan, Price } from "@tollgate/js";
import { chargeOf } from "./price.js";
import { quotaOf } from "./quantity-input.js";

/** What is given for a feature: a limit, on or off, or the value of a config; null for nothing. */
export type FeatureValue = Limit | boolean | string | number | object | null;

/** One feature of a plan. */
export interface Line {
  feature: Feature;
  /** What the plan gives by itself. */
  before: FeatureValue;
  /** What it comes to; the same where nothing changes it. */
  after: FeatureValue;
  /** Whether it is the most that can be bought, rather than what is had: where units are paid in advance. */
  isMost: boolean;
  /** What changed it; null where nothing did. */
  benefit: Benefit | null;
  /** How often a meter starts again; null where it does not. */
  reset: string | null;
  /** Whether the plan has it from its parent. */
  inherited: boolean;
  /** Whether the plan itself says something of it, or else its parents do. */
  named: boolean;
}

/** As much of a plan as its lines are made from. */
export type Bundle = Pick<Plan, "entitlements"> & { inherited?: readonly string[] };

/** Whether anything is given at all. */
export function isSomething(given: FeatureValue): boolean {
  return given !== null && given !== false && given !== 0;
}

function baseOf(feature: Feature, plan: Bundle): FeatureValue {
  if (feature.kind === "meter") return quotaOf(plan, feature.key).limit || null;
  const value = plan.entitlements?.[feature.key];
  const fallback = "default" in feature ? feature.default : null;
  return (value ?? fallback ?? null) as FeatureValue;
}

/** The features of a plan at a price, in the order of the catalogue. */
export function linesOf(
  plan: Bundle,
  features: readonly Feature[],
  benefits: readonly Benefit[],
  price: Price | null = null,
): Line[] {
  return features.map((feature) => {
    const value = plan.entitlements?.[feature.key];
    const charge = price && chargeOf(price, feature.key);
    const isBought = charge?.byUse === false;
    const base = isBought && value === undefined ? "unlimited" : baseOf(feature, plan);
    const found = benefits.find((benefit) => benefit.feature === feature.key);
    const changes = found && JSON.stringify(found.before) !== JSON.stringify(found.after);
    const reset = feature.kind === "meter" && quotaOf(plan, feature.key).reset;
    return {
      feature,
      // Of what is bought the quote begins with the quantity.
      before: (changes ? found.before : base) as FeatureValue,
      after: (changes ? found.after : base) as FeatureValue,
      isMost: isBought && !changes && base !== "unlimited",
      benefit: changes ? found : null,
      reset: reset && reset !== "never" ? reset : null,
      inherited: plan.inherited?.includes(feature.key) ?? false,
      named: value !== undefined || isBought,
    };
  });
}

/**
 * The lines that a plan is shown by: what it sets itself, and what was changed. A plan without a parent shows the
 * defaults too.
 */
export function ownLines(lines: readonly Line[], hasParent: boolean): Line[] {
  return lines.filter(
    (line) =>
      isSomething(line.after) &&
      (line.benefit !== null || (!line.inherited && (line.named || !hasParent))),
  );
}
