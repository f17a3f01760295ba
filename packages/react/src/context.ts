/** What the provider holds for the hooks below it, and how they take it. */

import type { ClientState, ClientStore, PricingState, Store } from "@tollgate/js/headless";
import { createContext, useContext, useSyncExternalStore } from "react";

export const TollgateContext = createContext<ClientStore | null>(null);

/** The store of the provider around; another one when who it is for changes. */
export function useClientStore(): ClientStore {
  const store = useContext(TollgateContext);
  if (!store) throw new Error("this hook needs a `TollgateProvider` around it");
  return store;
}

/** The value of a store. */
export const useStore = <S>({ subscribe, getSnapshot, getServerSnapshot }: Store<S>): S =>
  useSyncExternalStore(subscribe, getSnapshot, getServerSnapshot);

/** The client and its status. */
export const useClientState = (): ClientState => useStore(useClientStore());

/** The plans for sale, shared by all who show them. */
export const usePricing = (): PricingState => useStore(useClientStore().pricing);
