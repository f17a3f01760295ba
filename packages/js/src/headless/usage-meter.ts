/** A usage meter: used, limit, warning and reset. */

import type { Feature, FeatureKey } from "@tollgate/js";
import type { ClientStore } from "./client.js";
import { type GateAnswer, gateOf, isUnreachable } from "./gates.js";
import { derive, type Store } from "./store.js";

export interface UsageMeterStoreOptions {
  /** The percentage of the limit from which it warns; 80 by default. */
  warnAt?: number | undefined;
}

/** How near a meter is to its limit. */
export type UsageLevel = "normal" | "warning" | "full";

/** What to say of a meter with a limit: `overLimit` is charged, `overCap` is past all that may be used. */
export type UsageNotice = "remaining" | "warning" | "atLimit" | "overLimit" | "overCap";

/** A meter, beside the gate's answer for one unit more. */
export interface MeterState extends GateAnswer {
  /** The meter in the catalogue; null until that is known. */
  meter: Feature | null;
  /** Whether `used` and `limit` can be shown; else `reason` says why not. */
  isKnown: boolean;
  /** Whether the edge was never reached, which is then why there is no token. */
  isUnreachable: boolean;
  level: UsageLevel;
  /** From 0 to 1; null where there is no limit to be a share of, or nothing to show. */
  share: number | null;
  /** Null where there is no limit. */
  notice: UsageNotice | null;
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

function noticeOf({ allowed, limit, used, enforcement }: GateAnswer, level: UsageLevel) {
  if (level === "normal") return "remaining";
  if (level === "warning") return "warning";
  if (enforcement === "hard" || used === limit) return "atLimit";
  return allowed ? "overLimit" : "overCap";
}

/** A meter by its key. */
export function createUsageMeter(
  client: ClientStore,
  feature: FeatureKey,
  { warnAt = 80 }: UsageMeterStoreOptions = {},
): Store<MeterState> {
  return derive([client, client.pricing], (state, { data }) => {
    const answer = gateOf(state, feature);
    const { allowed, limit, used, reason } = answer;
    const isKnown = limit !== null && used !== null && (allowed || reason === "limitReached");
    const isLimited = isKnown && limit !== "unlimited";
    const level = isLimited ? usageLevelOf(answer, warnAt) : "normal";
    return {
      ...answer,
      meter: data?.features.find(({ key }) => key === feature) ?? null,
      isKnown,
      isUnreachable: isUnreachable(state, reason),
      level,
      share: isLimited ? (limit > 0 ? Math.min(1, used / limit) : 1) : null,
      notice: isLimited ? noticeOf(answer, level) : null,
    };
  });
}
