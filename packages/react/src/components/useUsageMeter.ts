/** All that a usage meter shows, without rendering. */

import { count } from "../format.js";
import { type GateAnswer, useEntitlement } from "../gates.js";
import { usePlans } from "../hooks.js";
import { useLocale } from "../locale.js";
import { useReason } from "./useReason.js";

export interface UsageMeterOptions {
  /** What it is called; its name in the catalogue by default. */
  name?: string | undefined;
  /** The percentage of the limit from which it warns; 80 by default. */
  warnAt?: number | undefined;
}

/** How near a meter is to its limit. */
export type UsageLevel = "normal" | "warning" | "full";

/** A meter, beside the gate's answer for one unit more. */
export interface UsageMeterState extends GateAnswer {
  name: string;
  level: UsageLevel;
  /** From 0 to 1; null where there is no limit to be a share of, or nothing to show. */
  share: number | null;
  /** `3,200 of 10,000 used`, or why there is nothing to show. */
  figure: string;
  /** What is left, warned of or over; empty where there is no limit. */
  words: string;
}

/** The level of a meter, from its counts. */
export function usageLevelOf(
  { limit, used }: Pick<GateAnswer, "limit" | "used">,
  warnAt: number,
): UsageLevel {
  if (typeof limit !== "number" || used === null) return "normal";
  if (used >= limit) return "full";
  return used * 100 >= limit * warnAt ? "warning" : "normal";
}

/** A meter: used, limit, warning, and what to say of it. */
export function useUsageMeter(
  feature: string,
  { name, warnAt = 80 }: UsageMeterOptions = {},
): UsageMeterState {
  const { texts, locale } = useLocale();
  const answer = useEntitlement(feature);
  const reason = useReason(answer.reason);
  const { features } = usePlans();
  const found = features.find(({ key }) => key === feature);
  const { allowed, limit, used, enforcement } = answer;
  const base = { ...answer, name: name ?? found?.name ?? feature };
  const isKnown = limit !== null && used !== null && (allowed || answer.reason === "limitReached");
  if (!isKnown) return { ...base, level: "normal", share: null, figure: reason, words: "" };

  const plain = (units: number) => count(units, locale.tag);
  const named = (units: number) => (found ? texts.amount(units, found, locale) : plain(units));
  if (limit === "unlimited") {
    const figure = texts.usedWithoutLimit(named(used));
    return { ...base, level: "normal", share: null, figure, words: "" };
  }
  const level = usageLevelOf(answer, warnAt);
  const left = named(Math.max(0, limit - used));
  const words =
    level === "normal"
      ? texts.remaining(left)
      : level === "warning"
        ? texts.warned(left)
        : enforcement === "hard" || used === limit
          ? texts.atLimit
          : allowed
            ? texts.overLimit(named(used - limit))
            : texts.overCap;
  return {
    ...base,
    level,
    share: limit > 0 ? Math.min(1, used / limit) : 1,
    figure: texts.used(plain(used), named(limit)),
    words,
  };
}
