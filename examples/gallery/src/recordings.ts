/** What the edge said of each catalogue, as `record.mjs` recorded it. */

import type { Pricing, VoucherPreview } from "@tollgate/js";
import huge from "../recordings/huge.json";
import long from "../recordings/long.json";
import many from "../recordings/many.json";
import none from "../recordings/none.json";
import one from "../recordings/one.json";
import usual from "../recordings/usual.json";

export interface Recording {
  pricing: Pricing;
  vouchers: Record<string, VoucherPreview>;
}

export type RecordingName = "huge" | "long" | "many" | "none" | "one" | "usual";

export const recordings = { huge, long, many, none, one, usual } as unknown as Record<
  RecordingName,
  Recording
>;
