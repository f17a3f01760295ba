/** Hooks on the client itself, the customer, the plans, quotes, vouchers and checkout. */

import type {
  Checkout,
  CheckoutOptions,
  Customer,
  Feature,
  PlanKey,
  PricedPlan,
  Pricing,
  Quote,
  QuoteSelection,
  Redemption,
  Snapshot,
  TollgateClient,
  VoucherPreview,
} from "@tollgate/js";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTollgateContext } from "./context.js";
import { type Condition, useHas, useIsLoading, useSnapshot } from "./gates.js";

/** The client and how it stands. */
export interface TollgateState {
  /** Null until it is loaded. */
  client: TollgateClient | null;
  isLoading: boolean;
  /** Why it could not be loaded, or not be refreshed. */
  error: Error | null;
  /** Whether answers come from a token past its expiry. */
  stale: boolean;
  /** Why nothing can be decided; null where it can. */
  reason: Snapshot["reason"];
  /** Whether the customer has a feature, a flag or a plan. */
  has: (condition: Condition) => boolean;
  /** Fetches a new token. */
  refresh: () => Promise<void>;
  /** Grows whenever an answer may have changed. */
  version: number;
}

/** The client, and how it stands. */
export function useTollgate(): TollgateState {
  const { client: loaded } = useTollgateContext();
  const { client, snapshot } = useSnapshot();
  const isLoading = useIsLoading();
  const has = useHas();
  const refresh = useCallback(async () => {
    await client?.refresh();
  }, [client]);
  return {
    client,
    isLoading,
    error: loaded.error ?? snapshot?.error ?? null,
    stale: snapshot?.stale ?? false,
    reason: snapshot ? snapshot.reason : "tokenMissing",
    has,
    refresh,
    version: snapshot?.version ?? 0,
  };
}

/** The customer, as far as the page may know: for display, never for gates. */
export function useCustomer(): { customer: Customer | null; isLoading: boolean; stale: boolean } {
  const { snapshot } = useSnapshot();
  const isLoading = useIsLoading();
  return { customer: snapshot?.customer ?? null, isLoading, stale: snapshot?.stale ?? false };
}

/** The plans for sale. */
export interface PlansState {
  /** Null until they are loaded. */
  pricing: Pricing | null;
  plans: PricedPlan[] | null;
  features: Feature[];
  isLoading: boolean;
  error: Error | null;
  retry: () => void;
}

/** The plans for sale, in the order in which they are shown. */
export function usePlans(): PlansState {
  const { pricing, wantPricing } = useTollgateContext();
  useEffect(wantPricing, [wantPricing]);
  const { data, isLoading, error, retry } = pricing;
  return {
    pricing: data,
    plans: data?.plans ?? null,
    features: data?.features ?? [],
    isLoading,
    error,
    retry,
  };
}

/** What a selection costs, computed here. */
export interface QuoteState {
  /** Null until the first, and where the selection cannot be quoted. The last one stays while the next is made. */
  quote: Quote | null;
  isLoading: boolean;
  error: Error | null;
}

/** What a selection costs; null for no selection. */
export function useQuote(selection: QuoteSelection | null): QuoteState {
  const selections = useMemo(() => (selection ? [selection] : []), [selection]);
  return useQuotes(selections)[0] ?? { quote: null, isLoading: false, error: null };
}

const asError = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(String(thrown)));
const unpriced: QuoteState = { quote: null, isLoading: true, error: null };

/** What each of some selections costs. */
export function useQuotes(selections: readonly QuoteSelection[]): QuoteState[] {
  const { client, snapshot } = useSnapshot();
  const key = JSON.stringify(selections);
  const [states, setStates] = useState<QuoteState[]>([]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the selections; prices change with the snapshot
  useEffect(() => {
    if (!client) return;
    let gone = false;
    const one = async (selection: QuoteSelection): Promise<QuoteState> => {
      try {
        return { quote: await client.quote(selection), isLoading: false, error: null };
      } catch (thrown) {
        return { quote: null, isLoading: false, error: asError(thrown) };
      }
    };
    Promise.all(selections.map(one)).then((next) => !gone && setStates(next));
    return () => {
      gone = true;
    };
  }, [client, snapshot, key]);

  return selections.map((_, index) => states[index] ?? unpriced);
}

/** Work that is under way, and how it ended. */
interface Work {
  isLoading: boolean;
  error: Error | null;
}

function useWork() {
  const [work, setWork] = useState<Work>({ isLoading: false, error: null });
  const perform = useCallback(async <T>(task: () => Promise<T>): Promise<T> => {
    setWork({ isLoading: true, error: null });
    try {
      const result = await task();
      setWork({ isLoading: false, error: null });
      return result;
    } catch (thrown) {
      setWork({ isLoading: false, error: asError(thrown) });
      throw thrown;
    }
  }, []);
  return { ...work, perform };
}

const missing = () =>
  Promise.reject(new Error("Tollgate is not loaded yet; try again in a moment"));

/** Previews and redeems voucher codes. */
export function useVoucher(): Work & {
  /** What a code would do; rejects with an error that has a `code`. */
  preview: (code: string) => Promise<VoucherPreview>;
  /** Redeems a code for the customer, at once. */
  redeem: (code: string) => Promise<Redemption>;
} {
  const { client } = useSnapshot();
  const { perform, ...work } = useWork();
  return {
    ...work,
    preview: useCallback(
      (code: string) => perform(() => client?.voucher.preview(code) ?? missing()),
      [client, perform],
    ),
    redeem: useCallback(
      (code: string) => perform(() => client?.voucher.redeem(code) ?? missing()),
      [client, perform],
    ),
  };
}

/** Buys a selection, or changes to it. */
export function useCheckout(): Work & {
  checkout: (options: CheckoutOptions) => Promise<Checkout>;
} {
  const { client } = useSnapshot();
  const { perform, ...work } = useWork();
  return {
    ...work,
    checkout: useCallback(
      (options: CheckoutOptions) => perform(() => client?.checkout(options) ?? missing()),
      [client, perform],
    ),
  };
}

/** How a purchase stands. */
export type Completion = "idle" | "waiting" | "complete" | "timedOut";

/**
 * Waits out the gap between the return from a payment page and the provider's word: refreshes until the customer holds
 * the plan.
 *
 * @param plan the plan that was bought; null to wait for nothing
 * @param options.interval milliseconds between refreshes
 * @param options.patience milliseconds after which it gives up
 */
export function useCheckoutCompletion(
  plan: PlanKey | null,
  { interval = 2000, patience = 60_000 }: { interval?: number; patience?: number } = {},
): { status: Completion } {
  const { client } = useSnapshot();
  const has = useHas();
  const [timedOut, setTimedOut] = useState<PlanKey | null>(null);
  const isHeld = plan !== null && has({ plan });
  const waits = plan !== null && !isHeld && timedOut !== plan;
  const latest = useRef(client);
  latest.current = client;

  useEffect(() => {
    if (!waits) return;
    const ask = setInterval(() => void latest.current?.refresh().catch(() => {}), interval);
    const end = setTimeout(() => setTimedOut(plan), patience);
    return () => {
      clearInterval(ask);
      clearTimeout(end);
    };
  }, [waits, plan, interval, patience]);

  const status: Completion =
    plan === null ? "idle" : isHeld ? "complete" : timedOut === plan ? "timedOut" : "waiting";
  return { status };
}
