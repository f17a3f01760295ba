/** What the provider holds for the hooks below it. */

import { createContext, useContext, useSyncExternalStore } from "react";
import type { PricingState, Store, View } from "./store.js";

export const TollgateContext = createContext<Store | null>(null);

/** The store of the provider around; another one when who it is for changes. */
export function useStore(): Store {
  const store = useContext(TollgateContext);
  if (!store) throw new Error("this hook needs a `TollgateProvider` around it");
  return store;
}

/** The client and its status. */
export function useView(): View {
  const { subscribe, getView, getServerView } = useStore();
  return useSyncExternalStore(subscribe, getView, getServerView);
}

/** The plans for sale, shared by all who show them. */
export function usePricing(): PricingState {
  const { subscribe, getPricing, getServerPricing } = useStore();
  return useSyncExternalStore(subscribe, getPricing, getServerPricing);
}
