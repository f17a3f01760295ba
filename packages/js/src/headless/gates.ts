/**
 * Gates: what the customer may use, decided here from the signed token. They hide; what costs money is checked again
 * where it is done.
 */

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
  type TollgateClient,
} from "@tollgate/js";
import type { ClientState, ClientStore } from "./client.js";
import { isHydrating } from "./hydration.js";
import { derive, type Store } from "./store.js";

/** The status of an answer; every answer carries it. */
export interface Status {
  isLoading: boolean;
  /** Whether it comes from a token past its expiry. */
  stale: boolean;
  /** Why nothing can be decided; null where it can. */
  reason: Reason | null;
}

/** A decision, and whether there is nothing yet to decide on. */
export type GateAnswer = Decision & { isLoading: boolean };

/** An answer without a decision's particulars. */
export interface Answer<T> extends Pick<GateAnswer, "isLoading" | "stale" | "reason"> {
  value: T;
}

/** What `has` is asked: one feature, one flag, or a plan that is held. */
export type Condition =
  | { feature: FeatureKey; requested?: number }
  | { flag: FlagKey }
  | { plan: PlanKey };

/** A function that answers conditions. */
export type Has = (condition: Condition) => boolean;

/** Whether there is nothing to decide on yet, but may be soon. */
const isLoading = ({ snapshot, isLoading }: ClientState): boolean =>
  isLoading || snapshot?.status === "loading";

/** Whether a question waits for a client that knows more than the server's snapshot. */
const isOpen = (client: TollgateClient | null, feature: string, options?: CheckOptions) =>
  isHydrating(client) && !client.knows(feature, options);

/** The status of the answers of a client. */
export const statusOf = (state: ClientState): Status => ({
  isLoading: isLoading(state),
  stale: state.snapshot?.stale ?? false,
  reason: state.snapshot ? state.snapshot.reason : "tokenMissing",
});

/** Whether the customer may use a feature, and why. */
export function gateOf(
  state: ClientState,
  feature: FeatureKey,
  { requested = 1, flag }: CheckOptions = {},
): GateAnswer {
  const { client } = state;
  const options = { requested, flag };
  const decision = client?.check(feature, options) ?? deny(feature, requested, "tokenMissing");
  const waits = isLoading(state) || isOpen(client, feature, options);
  return { ...decision, isLoading: waits && !decision.allowed };
}

/** The value of a config; `fallback` where the customer has none. */
export function configOf<K extends ConfigKey, T extends Fallback<K>>(
  state: ClientState,
  config: K,
  fallback: T,
): Answer<Configured<K, T>> {
  const { client } = state;
  const { isLoading, stale, reason } = gateOf(state, config);
  return { value: client ? client.value(config, fallback) : fallback, isLoading, stale, reason };
}

/** Answers conditions. */
export const hasOf =
  ({ client }: ClientState): Has =>
  (condition) => {
    if (!client) return false;
    if ("plan" in condition) return client.hasPlan(condition.plan);
    if ("flag" in condition) return client.flag(condition.flag);
    return client.check(condition.feature, { requested: condition.requested ?? 1 }).allowed;
  };

/** Whether something holds; null while there is nothing yet to decide on. */
export function conditionOf(
  state: ClientState,
  when: Condition | ((has: Has) => boolean),
): boolean | null {
  const has = hasOf(state);
  let waits = false;
  const ask: Has = (condition) => {
    if ("feature" in condition) waits ||= isOpen(state.client, condition.feature, condition);
    if ("flag" in condition) waits ||= isOpen(state.client, condition.flag);
    return has(condition);
  };
  const holds = typeof when === "function" ? when(ask) : ask(when);
  return waits || (isLoading(state) && !holds) ? null : holds;
}

/** Whether the edge was never reached, which is then why there is no token. */
export const isUnreachable = ({ snapshot }: ClientState, reason: Reason): boolean =>
  reason === "tokenMissing" && Boolean(snapshot?.error);

/** {@link gateOf}, kept up to date. */
export const createGate = (
  client: ClientStore,
  feature: FeatureKey,
  options?: CheckOptions,
): Store<GateAnswer> => derive([client], (state) => gateOf(state, feature, options));

/** {@link configOf}, kept up to date. */
export const createConfig = <K extends ConfigKey, T extends Fallback<K>>(
  client: ClientStore,
  config: K,
  fallback: T,
): Store<Answer<Configured<K, T>>> =>
  derive([client], (state) => configOf(state, config, fallback));

/** {@link conditionOf}, kept up to date. */
export const createCondition = (
  client: ClientStore,
  when: Condition | ((has: Has) => boolean),
): Store<boolean | null> => derive([client], (state) => conditionOf(state, when));
