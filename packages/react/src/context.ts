/** What the provider holds for the hooks below it. */

import type { Pricing, TollgateClient } from "@tollgate/js";
import { createContext, useContext } from "react";

/** Something that is loaded: not yet, failed, or there. */
export interface Loaded<T> {
  data: T | null;
  isLoading: boolean;
  error: Error | null;
  retry: () => void;
}

export interface TollgateContextValue {
  client: Loaded<TollgateClient>;
  /** The plans for sale, shared by all who show them; loaded by the first. */
  pricing: Loaded<Pricing>;
  /** Asks for the plans. */
  wantPricing: () => void;
}

export const TollgateContext = createContext<TollgateContextValue | null>(null);

/** What the provider around holds. */
export function useTollgateContext(): TollgateContextValue {
  const context = useContext(TollgateContext);
  if (!context) throw new Error("this hook needs a `TollgateProvider` around it");
  return context;
}
