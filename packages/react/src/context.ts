/** What the provider holds for the hooks below it. */

import { createContext, useContext, useSyncExternalStore } from "react";
import type { Offer, Store, View } from "./store.js";

export const TollgateContext = createContext<Store | null>(null);

/** The store of the provider around; another one when who it is for changes. */
export function useStore(): Store {
  const store = useContext(TollgateContext);
  if (!store) throw new Error("this hook needs a `TollgateProvider` around it");
  return store;
}

/** The client and how it stands. */
export function useView(): View {
  const { subscribe, getView, getFirst } = useStore();
  return useSyncExternalStore(subscribe, getView, getFirst);
}

/** The plans for sale, shared by all who show them. */
export function useOffer(): Offer {
  const { subscribe, getOffer, getFirstOffer } = useStore();
  return useSyncExternalStore(subscribe, getOffer, getFirstOffer);
}
