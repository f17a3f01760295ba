/** What a plan brings, feature by feature, with what add-ons and vouchers change of it. */

import type { Benefit, Feature, Limit, Plan, Value } from "@tollgate/js";

/** What is given for a feature: a limit, on or off, or the value of a config; null for nothing. */
export type FeatureValue = Limit | boolean | string | number | object | null;

/** One feature of a plan. */
export interface Line {
  feature: Feature;
  /** What the plan gives by itself. */
  before: FeatureValue;
  /** What it comes to; the same where nothing changes it. */
  after: FeatureValue;
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

interface Counted {
  limit?: Limit;
  reset?: string;
}

const isCounted = (value: Value | undefined): value is Value & Counted =>
  typeof value === "object" && value !== null;

function baseOf(feature: Feature, value: Value | undefined): FeatureValue {
  if (feature.kind === "meter") return (isCounted(value) && value.limit) || null;
  const fallback = "default" in feature ? feature.default : null;
  return (value ?? fallback ?? null) as FeatureValue;
}

/** The features of a plan in the order of the catalogue. */
export function linesOf(
  plan: Bundle,
  features: readonly Feature[],
  benefits: readonly Benefit[],
): Line[] {
  return features.map((feature) => {
    const value = plan.entitlements?.[feature.key];
    const before = baseOf(feature, value);
    const found = benefits.find((benefit) => benefit.feature === feature.key);
    const changes = found && JSON.stringify(found.before) !== JSON.stringify(found.after);
    const counted: Counted = feature.kind === "meter" && isCounted(value) ? value : {};
    return {
      feature,
      before,
      after: changes ? (found.after as FeatureValue) : before,
      benefit: changes ? found : null,
      reset: counted.reset && counted.reset !== "never" ? counted.reset : null,
      inherited: plan.inherited?.includes(feature.key) ?? false,
      named: value !== undefined,
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
