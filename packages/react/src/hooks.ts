/** Hooks on the client itself, the customer, the plans, quotes, vouchers and checkout. */

import type {
  Customer,
  Feature,
  PlanKey,
  PricedPlan,
  Pricing,
  QuoteSelection,
  TollgateClient,
} from "@tollgate/js";
import {
  type ActionState,
  type Actions,
  type Completion,
  type CompletionOptions,
  createActions,
  createCompletion,
  createQuote,
  type Has,
  type QuoteState,
  type Status,
} from "@tollgate/js/headless";
import { useCallback, useEffect, useMemo } from "react";
import { useClientState, useClientStore, usePricing, useStore } from "./context.js";
import { useHas, useStatus } from "./gates.js";

/** The client and its status. */
export interface TollgateState extends Status {
  /** Null until it is loaded. */
  client: TollgateClient | null;
  /** Why it could not be loaded, or not be refreshed. */
  error: Error | null;
  /** Whether the customer has a feature, a flag or a plan. */
  has: Has;
  /** Fetches a new token. */
  refresh: () => Promise<void>;
  /** Grows whenever an answer may have changed. */
  version: number;
}

/** The client and its status. */
export function useTollgate(): TollgateState {
  const { client, snapshot, error } = useClientState();
  const status = useStatus();
  const has = useHas();
  const refresh = useCallback(async () => {
    await client?.refresh();
  }, [client]);
  return {
    ...status,
    client,
    error: error ?? snapshot?.error ?? null,
    has,
    refresh,
    version: snapshot?.version ?? 0,
  };
}

/** The customer, as far as the page may know: for display, never for gates. */
export function useCustomer(): Status & { customer: Customer | null } {
  const { snapshot } = useClientState();
  return { ...useStatus(), customer: snapshot?.customer ?? null };
}

/** The plans for sale. */
export interface PlansState extends Status {
  /** Null until they are loaded. */
  pricing: Pricing | null;
  plans: PricedPlan[] | null;
  features: Feature[];
  error: Error | null;
  retry: () => void;
}

/** The plans for sale, in the order in which they are shown. */
export function usePlans(): PlansState {
  const { retry } = useClientStore();
  const { data, isLoading, error } = usePricing();
  return {
    ...useStatus(),
    pricing: data,
    plans: data?.plans ?? null,
    features: data?.features ?? [],
    isLoading,
    error,
    retry,
  };
}

/** What a selection costs; null for no selection. */
export function useQuote(selection: QuoteSelection | null): Omit<QuoteState, "key"> {
  const client = useClientStore();
  const key = selection && JSON.stringify(selection);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first selection is meant; the others follow
  const quotes = useMemo(() => createQuote(client, selection), [client]);
  useEffect(() => quotes.select(key === null ? null : JSON.parse(key)), [quotes, key]);
  const { key: quoted, ...state } = useStore(quotes);
  // Until the effect has run it is of the selection before.
  return quoted === key ? state : { ...state, error: null, isLoading: key !== null };
}

function useActions() {
  const client = useClientStore();
  const actions = useMemo(() => createActions(client), [client]);
  const { stale, reason } = useStatus();
  return { actions, work: { ...useStore(actions), stale, reason } };
}

/** Previews and redeems voucher codes. */
export function useVoucher(): Status & ActionState & Pick<Actions, "preview" | "redeem"> {
  const { actions, work } = useActions();
  return { ...work, preview: actions.preview, redeem: actions.redeem };
}

/** Buys a selection, or changes to it. */
export function useCheckout(): Status & ActionState & Pick<Actions, "checkout"> {
  const { actions, work } = useActions();
  return { ...work, checkout: actions.checkout };
}

/**
 * Waits out the gap between the return from a payment page and the provider's word: refreshes until the customer holds
 * the plan.
 *
 * @param plan the plan that was bought; null to wait for nothing
 * @param options.interval milliseconds between refreshes
 * @param options.timeout milliseconds after which it gives up
 */
export function useCheckoutCompletion(
  plan: PlanKey | null,
  { interval = 2_000, timeout = 60_000 }: CompletionOptions = {},
): Status & { status: Completion } {
  const client = useClientStore();
  const completion = useMemo(
    () => createCompletion(client, plan, { interval, timeout }),
    [client, plan, interval, timeout],
  );
  return { ...useStatus(), status: useStore(completion) };
}
