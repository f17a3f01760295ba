/** All that a usage meter shows, without rendering. */

import type { MeterKey } from "@tollgate/js";
import {
  createUsageMeter,
  type GateAnswer,
  type UsageLevel,
  type UsageMeterStoreOptions,
} from "@tollgate/js/headless";
import { useMemo } from "react";
import { useClientStore, useStore } from "../context.js";
import { count } from "../format.js";
import { useLocale } from "../locale.js";
import { reasonText } from "../texts.js";

export interface UsageMeterOptions extends UsageMeterStoreOptions {
  /** What it is called; its name in the catalogue by default. */
  name?: string | undefined;
}

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

/** A meter: used, limit, warning, and what to say of it. */
export function useUsageMeter(
  feature: MeterKey,
  { name, warnAt }: UsageMeterOptions = {},
): UsageMeterState {
  const { texts, locale } = useLocale();
  const client = useClientStore();
  const store = useMemo(
    () => createUsageMeter(client, feature, { warnAt }),
    [client, feature, warnAt],
  );
  const { meter, isKnown, isUnreachable, notice, ...answer } = useStore(store);
  const base = { ...answer, name: name ?? meter?.name ?? feature };
  const { limit, used } = answer;
  if (!isKnown || limit === null || used === null)
    return { ...base, figure: reasonText(texts, answer.reason, isUnreachable), words: "" };

  const plain = (units: number) => count(units, locale.tag);
  const named = (units: number) => (meter ? texts.amount(units, meter, locale) : plain(units));
  if (limit === "unlimited" || notice === null)
    return { ...base, figure: texts.usedWithoutLimit(named(used)), words: "" };
  const left = named(Math.max(0, limit - used));
  const words = {
    remaining: () => texts.remaining(left),
    warning: () => texts.warned(left),
    atLimit: () => texts.atLimit,
    overLimit: () => texts.overLimit(named(used - limit)),
    overCap: () => texts.overCap,
  }[notice]();
  return { ...base, figure: texts.used(plain(used), named(limit)), words };
}
