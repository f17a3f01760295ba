import { type ClientStoreOptions, createClient, identityOf } from "@tollgate/js/headless";
import { type ReactNode, useEffect, useMemo } from "react";
import { TollgateContext } from "./context.js";
import { LocaleContext, type LocaleOptions, useLocalization } from "./locale.js";

/** What a provider is told: what its client is loaded with, and how its components write. */
export interface TollgateProviderProps extends ClientStoreOptions, LocaleOptions {
  children?: ReactNode;
}

/**
 * Gives the hooks and components below it a client, and a language to write in.
 *
 * Another client is loaded when who it is for changes. Options that are functions may change between renders.
 */
export function TollgateProvider({
  children,
  locale,
  textOverrides,
  ...options
}: TollgateProviderProps) {
  const identity = identityOf(options);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `identity` says who it is for; the rest counts once
  const store = useMemo(() => createClient(options), [options.client, identity]);
  store.update(options);
  useEffect(() => store.start(), [store]);
  const { serverSnapshot } = store;
  const localization = useLocalization(
    { locale: locale ?? serverSnapshot?.locale, textOverrides },
    store.now,
  );
  return (
    <TollgateContext.Provider value={store}>
      <LocaleContext.Provider value={localization}>{children}</LocaleContext.Provider>
    </TollgateContext.Provider>
  );
}
