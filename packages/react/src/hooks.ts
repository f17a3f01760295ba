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
  TollgateClient,
  VoucherPreview,
} from "@tollgate/js";
import { useCallback, useEffect, useRef, useState } from "react";
import { usePricing, useStore, useView } from "./context.js";
import { type Condition, type Status, useHas, useSnapshot, useStatus } from "./gates.js";
import { isHydrating } from "./hydration.js";

/** The client and its status. */
export interface TollgateState extends Status {
  /** Null until it is loaded. */
  client: TollgateClient | null;
  /** Why it could not be loaded, or not be refreshed. */
  error: Error | null;
  /** Whether the customer has a feature, a flag or a plan. */
  has: (condition: Condition) => boolean;
  /** Fetches a new token. */
  refresh: () => Promise<void>;
  /** Grows whenever an answer may have changed. */
  version: number;
}

/** The client and its status. */
export function useTollgate(): TollgateState {
  const { client, snapshot, error } = useView();
  const answers = useStatus();
  const has = useHas();
  const refresh = useCallback(async () => {
    await client?.refresh();
  }, [client]);
  return {
    ...answers,
    client,
    error: error ?? snapshot?.error ?? null,
    has,
    refresh,
    version: snapshot?.version ?? 0,
  };
}

/** The customer, as far as the page may know: for display, never for gates. */
export function useCustomer(): Status & { customer: Customer | null } {
  const { snapshot } = useSnapshot();
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
  const { wantPricing, retryPricing } = useStore();
  const { data, isLoading, error } = usePricing();
  useEffect(wantPricing, [wantPricing]);
  return {
    ...useStatus(),
    pricing: data,
    plans: data?.plans ?? null,
    features: data?.features ?? [],
    isLoading,
    error,
    retry: retryPricing,
  };
}

/** What a selection costs, computed here. */
export interface QuoteState extends Status {
  /** Null until the first, and where the selection cannot be quoted. The last one stays while the next is made. */
  quote: Quote | null;
  error: Error | null;
}

const asError = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(String(thrown)));

/** What a selection costs; null for no selection. */
export function useQuote(selection: QuoteSelection | null): QuoteState {
  const store = useStore();
  const { client, snapshot, error: unloaded } = useView();
  const { stale, reason } = useStatus();
  const key = selection && JSON.stringify(selection);
  const [latest, setLast] = useState(() => {
    const known = isHydrating(client) && selection && client.knownQuote(selection);
    return known && key ? { of: store, key, ...known } : undefined;
  });
  const last = latest?.of === store ? latest : undefined;

  useEffect(() => {
    // Prices change with the snapshot.
    if (!client || !snapshot || key === null) return;
    let gone = false;
    client.quote(JSON.parse(key)).then(
      (quote) => !gone && setLast({ of: store, key, quote, error: null }),
      (thrown) => !gone && setLast({ of: store, key, quote: null, error: asError(thrown) }),
    );
    return () => {
      gone = true;
    };
  }, [store, client, snapshot, key]);

  const error = last?.key === key ? last.error : unloaded;
  return {
    quote: key === null ? null : (last?.quote ?? null),
    isLoading: key !== null && last?.key !== key && !error,
    error: key === null ? null : error,
    stale,
    reason,
  };
}

/** Work that is under way, and how it ended. */
interface Work extends Status {
  error: Error | null;
}

function useWork() {
  const { stale, reason } = useStatus();
  const [work, setWork] = useState<Pick<Work, "isLoading" | "error">>({
    isLoading: false,
    error: null,
  });
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
  return { ...work, stale, reason, perform };
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

/** How far a purchase is. */
export type Completion = "idle" | "waiting" | "complete" | "timedOut";

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
  { interval = 2000, timeout = 60_000 }: { interval?: number; timeout?: number } = {},
): Status & { status: Completion } {
  const answers = useStatus();
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
    const end = setTimeout(() => setTimedOut(plan), timeout);
    return () => {
      clearInterval(ask);
      clearTimeout(end);
    };
  }, [waits, plan, interval, timeout]);

  const status: Completion =
    plan === null ? "idle" : isHeld ? "complete" : timedOut === plan ? "timedOut" : "waiting";
  return { ...answers, status };
}
