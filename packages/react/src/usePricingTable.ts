/** All the state of a pricing table, without rendering. */

import {
  createPricingTable,
  type PricingTableOptions,
  type PricingTableState,
} from "@tollgate/js/headless";
import { useEffect, useMemo } from "react";
import { useClientStore, useStore } from "./context.js";

/** All the state of a pricing table: what is chosen, what it costs, what can be done. Renders nothing. */
export function usePricingTable(options: PricingTableOptions = {}): PricingTableState {
  const client = useClientStore();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first options are meant; the others follow
  const table = useMemo(() => createPricingTable(client, options), [client]);
  useEffect(() => table.update(options));
  return useStore(table);
}
