/** Gates: what the customer may use, decided here from the signed token. They hide; what costs money is checked again where it is done. */

import {
  type CheckOptions,
  type ConfigKey,
  type Configured,
  type Decision,
  deny,
  type Fallback,
  type FeatureKey,
  type FlagKey,
  type PlanKey,
  type Snapshot,
  type TollgateClient,
} from "@tollgate/js";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { useTollgateContext } from "./context.js";

const never = () => {};
const nothing = () => null;

/** The client, once it is loaded, and what it knows; the snapshot is a new object whenever an answer may have changed. */
export function useSnapshot(): { client: TollgateClient | null; snapshot: Snapshot | null } {
  const { data: client } = useTollgateContext().client;
  const subscribe = useCallback(
    (listener: () => void) => client?.subscribe(listener) ?? never,
    [client],
  );
  const read = useCallback(() => client?.getSnapshot() ?? null, [client]);
  const snapshot = useSyncExternalStore<Snapshot | null>(subscribe, read, nothing);
  return { client, snapshot: client && snapshot };
}

/** A decision, and whether there is nothing yet to decide on. */
export type GateAnswer = Decision & { isLoading: boolean };

/** Whether there is nothing to decide on yet, but may be soon. */
export function useIsLoading(): boolean {
  const { isLoading } = useTollgateContext().client;
  const { snapshot } = useSnapshot();
  return isLoading || snapshot?.status === "loading";
}

/**
 * Whether the customer may use a feature now, and why.
 *
 * @param options.requested units of a meter; 1 by default
 * @param options.flag a flag that must be on as well
 */
export function useEntitlement(
  feature: FeatureKey,
  { requested = 1, flag }: CheckOptions = {},
): GateAnswer {
  const { client, snapshot } = useSnapshot();
  const isLoading = useIsLoading();
  // biome-ignore lint/correctness/useExhaustiveDependencies: answers change with the snapshot
  return useMemo(() => {
    const decision = client
      ? client.check(feature, flag === undefined ? { requested } : { requested, flag })
      : deny(feature, requested, "tokenMissing");
    return { ...decision, isLoading: isLoading && !decision.allowed };
  }, [client, snapshot, feature, requested, flag, isLoading]);
}

/** An answer without a decision's particulars. */
export interface Answer<T> extends Pick<GateAnswer, "isLoading" | "stale" | "reason"> {
  value: T;
}

/** Whether a feature flag is on. */
export function useFlag(flag: FlagKey): Answer<boolean> & { enabled: boolean } {
  const { allowed, isLoading, stale, reason } = useEntitlement(flag);
  return { value: allowed, enabled: allowed, isLoading, stale, reason };
}

/** The value of a config; the default given where the customer has none. */
export function useConfig<K extends ConfigKey, T extends Fallback<K>>(
  config: K,
  fallback: T,
): Answer<Configured<K, T>> {
  const { client } = useSnapshot();
  const { isLoading, stale, reason } = useEntitlement(config);
  return { value: client ? client.value(config, fallback) : fallback, isLoading, stale, reason };
}

/** What `has` is asked: one feature, one flag, or a plan that is held. */
export type Condition =
  | { feature: FeatureKey; requested?: number }
  | { flag: FlagKey }
  | { plan: PlanKey };

/** A function that answers conditions; it changes when an answer may have. */
export function useHas(): (condition: Condition) => boolean {
  const { client, snapshot } = useSnapshot();
  // biome-ignore lint/correctness/useExhaustiveDependencies: answers change with the snapshot
  return useCallback(
    (condition: Condition) => {
      if (!client) return false;
      if ("plan" in condition) return client.hasPlan(condition.plan);
      if ("flag" in condition) return client.flag(condition.flag);
      return client.check(condition.feature, { requested: condition.requested ?? 1 }).allowed;
    },
    [client, snapshot],
  );
}
