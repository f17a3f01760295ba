/** All that a usage meter shows, and nothing to see. */

import { count } from "../format.js";
import { type GateAnswer, useEntitlement } from "../gates.js";
import { usePlans } from "../hooks.js";
import { useTongue } from "../tongue.js";
import { useReason } from "./useReason.js";

export interface UsageMeterOptions {
  /** What it is called; its name in the catalogue by default. */
  name?: string | undefined;
  /** The percentage of the limit from which it warns; 80 by default. */
  warnAt?: number | undefined;
}

/** How full a meter is. */
export type Fullness = "calm" | "warned" | "full";

/** A meter as it stands, beside the gate's answer for one unit more. */
export interface UsageMeterState extends GateAnswer {
  name: string;
  fullness: Fullness;
  /** From 0 to 1; null where there is no limit to be a share of, or nothing to show. */
  share: number | null;
  /** `3,200 of 10,000 used`, or why there is nothing to show. */
  figure: string;
  /** What is left, warned of or over; empty where there is no limit. */
  words: string;
}

/** How full a meter is, from its figures. */
export function fullnessOf(
  { limit, used }: Pick<GateAnswer, "limit" | "used">,
  warnAt: number,
): Fullness {
  if (typeof limit !== "number" || used === null) return "calm";
  if (used >= limit) return "full";
  return used * 100 >= limit * warnAt ? "warned" : "calm";
}

/** A meter: used, limit, warning, and what to say of it. */
export function useUsageMeter(
  feature: string,
  { name, warnAt = 80 }: UsageMeterOptions = {},
): UsageMeterState {
  const { texts, tongue } = useTongue();
  const answer = useEntitlement(feature);
  const reason = useReason(answer.reason);
  const { features } = usePlans();
  const found = features.find(({ key }) => key === feature);
  const { allowed, limit, used, enforcement } = answer;
  const base = { ...answer, name: name ?? found?.name ?? feature };
  const isKnown = limit !== null && used !== null && (allowed || answer.reason === "limitReached");
  if (!isKnown) return { ...base, fullness: "calm", share: null, figure: reason, words: "" };

  const plain = (units: number) => count(units, tongue.locale);
  const named = (units: number) => (found ? texts.amount(units, found, tongue) : plain(units));
  if (limit === "unlimited") {
    const figure = texts.usedWithoutLimit(named(used));
    return { ...base, fullness: "calm", share: null, figure, words: "" };
  }
  const fullness = fullnessOf(answer, warnAt);
  const left = named(Math.max(0, limit - used));
  const words =
    fullness === "calm"
      ? texts.remaining(left)
      : fullness === "warned"
        ? texts.warned(left)
        : enforcement === "hard" || used === limit
          ? texts.atLimit
          : allowed
            ? texts.overLimit(named(used - limit))
            : texts.overCap;
  return {
    ...base,
    fullness,
    share: limit > 0 ? Math.min(1, used / limit) : 1,
    figure: texts.used(plain(used), named(limit)),
    words,
  };
}
