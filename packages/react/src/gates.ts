/**
 * Gates: what the customer may use, decided here from the signed token. They hide; what costs money is checked again
 * where it is done.
 */

import type {
  CheckOptions,
  ConfigKey,
  Configured,
  Fallback,
  FeatureKey,
  FlagKey,
} from "@tollgate/js";
import {
  type Answer,
  type Condition,
  conditionOf,
  configOf,
  createGate,
  type GateAnswer,
  type Has,
  hasOf,
  type Status,
  statusOf,
} from "@tollgate/js/headless";
import { useMemo } from "react";
import { useClientState, useClientStore, useStore } from "./context.js";

/** The status of the answers of the client. */
export const useStatus = (): Status => statusOf(useClientState());

/**
 * Whether the customer may use a feature now, and why.
 *
 * @param options.requested units of a meter; 1 by default
 * @param options.flag a flag that must be on as well
 */
export function useEntitlement(
  feature: FeatureKey,
  { requested, flag }: CheckOptions = {},
): GateAnswer {
  const client = useClientStore();
  return useStore(
    useMemo(
      () => createGate(client, feature, { requested, flag }),
      [client, feature, requested, flag],
    ),
  );
}

/** Whether a feature flag is on. */
export function useFlag(flag: FlagKey): Answer<boolean> & { enabled: boolean } {
  const { allowed, isLoading, stale, reason } = useEntitlement(flag);
  return { value: allowed, enabled: allowed, isLoading, stale, reason };
}

/** The value of a config; the default given where the customer has none. */
export const useConfig = <K extends ConfigKey, T extends Fallback<K>>(
  config: K,
  fallback: T,
): Answer<Configured<K, T>> => configOf(useClientState(), config, fallback);

/** A function that answers conditions; it changes when an answer may have. */
export function useHas(): Has {
  const state = useClientState();
  return useMemo(() => hasOf(state), [state]);
}

/** Whether something holds; null while there is nothing yet to decide on. */
export const useCondition = (when: Condition | ((has: Has) => boolean)): boolean | null =>
  conditionOf(useClientState(), when);
