/** What the edge said of each catalogue, as `record.mjs` kept it. */

import type { Pricing, VoucherPreview } from "@tollgate/js";
import huge from "../shelves/huge.json";
import long from "../shelves/long.json";
import many from "../shelves/many.json";
import none from "../shelves/none.json";
import one from "../shelves/one.json";
import usual from "../shelves/usual.json";

export interface Shelf {
  pricing: Pricing;
  vouchers: Record<string, VoucherPreview>;
}

export type ShelfName = "huge" | "long" | "many" | "none" | "one" | "usual";

export const shelves = { huge, long, many, none, one, usual } as unknown as Record<
  ShelfName,
  Shelf
>;
