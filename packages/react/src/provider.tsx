import { sessionCustomer, type TollgateClient, type TollgateOptions } from "@tollgate/js";
import { type ReactNode, useEffect, useMemo } from "react";
import { TollgateContext } from "./context.js";
import type { FromServer } from "./hydration.js";
import { LocaleContext, type LocaleOptions, useLocalization } from "./locale.js";
import { Store } from "./store.js";

/** What a provider is told: what `Tollgate.load` is, and how its components write. */
export interface TollgateProviderProps extends Omit<TollgateOptions, "handed">, LocaleOptions {
  /** A client that is loaded already; the provider then loads none, and does not close it. */
  client?: TollgateClient;
  /** What the server knew when it rendered the page: the first render is drawn from it alone, on both sides. */
  snapshot?: FromServer | undefined;
  children?: ReactNode;
}

/**
 * Gives the hooks and components below it a client, and a language to write in.
 *
 * Another client is loaded when who it is for changes. Options that are functions may change between renders.
 */
export function TollgateProvider({
  children,
  client: given,
  snapshot,
  locale,
  textOverrides,
  ...options
}: TollgateProviderProps) {
  const { publishableKey, endpoint, accessToken } = options;
  const fixed = typeof accessToken === "string" ? accessToken : accessToken ? "function" : "";
  const customer = options.customer ?? sessionCustomer(accessToken);
  const key = [publishableKey, endpoint, customer, fixed].join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says who it is for; of the rest the first is meant
  const store = useMemo(
    () =>
      new Store(options, given, (coming) => snapshot?.(publishableKey, customer, coming) ?? null),
    [given, key],
  );
  store.update(options);
  useEffect(() => store.start(), [store]);
  const localization = useLocalization(
    { locale: locale ?? store.made?.locale, textOverrides },
    store.made?.at,
  );
  return (
    <TollgateContext.Provider value={store}>
      <LocaleContext.Provider value={localization}>{children}</LocaleContext.Provider>
    </TollgateContext.Provider>
  );
}
