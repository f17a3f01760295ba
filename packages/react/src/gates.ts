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
  type Reason,
  type Snapshot,
  type TollgateClient,
} from "@tollgate/js";
import { useCallback, useMemo } from "react";
import { useView } from "./context.js";
import { isHydrating } from "./hydration.js";

/** The client, once it is loaded, and what it knows; the snapshot is a new object whenever an answer may have changed. */
export function useSnapshot(): { client: TollgateClient | null; snapshot: Snapshot | null } {
  return useView();
}

/** A decision, and whether there is nothing yet to decide on. */
export type GateAnswer = Decision & { isLoading: boolean };

/** Whether there is nothing to decide on yet, but may be soon. */
export function useIsLoading(): boolean {
  const { snapshot, isLoading } = useView();
  return isLoading || snapshot?.status === "loading";
}

/** Whether a question waits for a client that knows more than the server's snapshot. */
const isOpen = (client: TollgateClient | null, feature: string, options?: CheckOptions) =>
  isHydrating(client) && !client.knows(feature, options);

/** The status of an answer; every hook gives it beside its own. */
export interface Status {
  isLoading: boolean;
  /** Whether it comes from a token past its expiry. */
  stale: boolean;
  /** Why nothing can be decided; null where it can. */
  reason: Reason | null;
}

/** The status of the answers of the client. */
export function useStatus(): Status {
  const { snapshot } = useSnapshot();
  return {
    isLoading: useIsLoading(),
    stale: snapshot?.stale ?? false,
    reason: snapshot ? snapshot.reason : "tokenMissing",
  };
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
    const options = { requested, flag };
    const decision = client?.check(feature, options) ?? deny(feature, requested, "tokenMissing");
    const waits = isLoading || isOpen(client, feature, options);
    return { ...decision, isLoading: waits && !decision.allowed };
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

/** A function that answers conditions. */
export type Has = (condition: Condition) => boolean;

/** A function that answers conditions; it changes when an answer may have. */
export function useHas(): Has {
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

/** Whether something holds; null while there is nothing yet to decide on. */
export function useCondition(when: Condition | ((has: Has) => boolean)): boolean | null {
  const { client } = useSnapshot();
  const isLoading = useIsLoading();
  const has = useHas();
  let waits = false;
  const ask: Has = (condition) => {
    if ("feature" in condition) waits ||= isOpen(client, condition.feature, condition);
    if ("flag" in condition) waits ||= isOpen(client, condition.flag);
    return has(condition);
  };
  const holds = typeof when === "function" ? when(ask) : ask(when);
  return waits || (isLoading && !holds) ? null : holds;
}
