import { type Pricing, Tollgate, type TollgateClient, type TollgateOptions } from "@tollgate/js";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type Loaded, TollgateContext } from "./context.js";
import { type Language, TongueContext, useVoice } from "./tongue.js";

/** What a provider is told: what `Tollgate.load` is, and how its components write. */
export interface TollgateProviderProps extends TollgateOptions, Language {
  /** A client that is loaded already; the provider then loads none, and does not close it. */
  client?: TollgateClient;
  /** Plans that are known already, such as from a server: they are shown at once. */
  pricing?: Pricing;
  children?: ReactNode;
}

const asError = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(String(thrown)));

/** Loads a client, and another when who it is for changes. Options that are functions may change between renders. */
function useClient(
  options: TollgateOptions,
  given: TollgateClient | undefined,
): Loaded<TollgateClient> {
  const [state, setState] = useState<{
    key: string;
    client: TollgateClient | null;
    error: Error | null;
  }>();
  const [attempt, setAttempt] = useState(0);
  const latest = useRef(options);
  latest.current = options;
  const { publishableKey, endpoint, customer, accessToken } = options;
  const fixed = typeof accessToken === "string" ? accessToken : accessToken ? "function" : "";
  const key = [publishableKey, endpoint, customer, fixed, attempt].join(" ");

  useEffect(() => {
    if (given) return;
    let gone = false;
    let loaded: TollgateClient | null = null;
    const { accessToken: token, ...rest } = latest.current;
    const current = () => {
      const { accessToken: newest } = latest.current;
      return typeof newest === "function" ? newest() : (newest ?? "");
    };
    Tollgate.load({
      ...rest,
      ...(typeof token === "function"
        ? { accessToken: current }
        : token
          ? { accessToken: token }
          : {}),
    }).then(
      (client) => {
        loaded = client;
        if (gone) client.close();
        else setState({ key, client, error: null });
      },
      (thrown) => !gone && setState({ key, client: null, error: asError(thrown) }),
    );
    return () => {
      gone = true;
      loaded?.close();
    };
  }, [given, key]);

  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  if (given) return { data: given, isLoading: false, error: null, retry };
  const own = state?.key === key ? state : undefined;
  return { data: own?.client ?? null, isLoading: !own, error: own?.error ?? null, retry };
}

/** Loads the plans once somebody wants them. */
function usePricingOf(client: Loaded<TollgateClient>, given: Pricing | undefined) {
  const [wanted, setWanted] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<{
    of: TollgateClient;
    attempt: number;
    data: Pricing | null;
    error: Error | null;
  }>();
  const { data: tollgate } = client;

  useEffect(() => {
    if (!wanted || !tollgate) return;
    let gone = false;
    tollgate.pricing().then(
      (data) => !gone && setState({ of: tollgate, attempt, data, error: null }),
      (thrown) => !gone && setState({ of: tollgate, attempt, data: null, error: asError(thrown) }),
    );
    return () => {
      gone = true;
    };
  }, [wanted, tollgate, attempt]);

  const { retry: reload } = client;
  const retry = useCallback(() => {
    if (tollgate) setAttempt((count) => count + 1);
    else reload();
  }, [tollgate, reload]);
  const own = state && state.of === tollgate && state.attempt === attempt ? state : undefined;
  const data = own?.data ?? given ?? null;
  const error = own?.error ?? client.error;
  const pricing: Loaded<Pricing> = {
    data,
    error: data ? null : error,
    isLoading: !data && !error,
    retry,
  };
  return { pricing, wantPricing: useCallback(() => setWanted(true), []) };
}

/** Gives the hooks and components below it a client, and a language to write in. */
export function TollgateProvider({
  children,
  client: given,
  pricing: known,
  locale,
  textOverrides,
  ...options
}: TollgateProviderProps) {
  const client = useClient(options, given);
  const { pricing, wantPricing } = usePricingOf(client, known);
  const voice = useVoice({ locale, textOverrides });
  const { data, isLoading, error, retry } = client;
  const { data: plans, isLoading: arePlansLoading, error: plansError, retry: retryPlans } = pricing;
  const value = useMemo(
    () => ({
      client: { data, isLoading, error, retry },
      pricing: { data: plans, isLoading: arePlansLoading, error: plansError, retry: retryPlans },
      wantPricing,
    }),
    [data, isLoading, error, retry, plans, arePlansLoading, plansError, retryPlans, wantPricing],
  );
  return (
    <TollgateContext.Provider value={value}>
      <TongueContext.Provider value={voice}>{children}</TongueContext.Provider>
    </TollgateContext.Provider>
  );
}
