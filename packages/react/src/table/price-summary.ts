/** The few amounts of a quote that a plan shows. */

import type { Quote } from "@tollgate/js";

/** Amounts in minor units of the quote's currency. */
export interface PriceSummary {
  currency: string;
  /** What the first billing period costs; what is charged once where nothing recurs. */
  price: number;
  /** The same without discounts; null where there is none. */
  before: number | null;
  /** For how many billing periods `price` holds, and what comes after them; null where it stays. */
  change: { periods: number; next: number } | null;
  /** What is charged once besides. */
  once: number;
  /** What the expected usage of a period would add. */
  usage: number;
  /** Whether nothing is ever charged in advance. */
  free: boolean;
}

/** The summary of a quote. */
export function priceSummaryOf(quote: Quote): PriceSummary {
  const recurs = quote.lines.some((line) => line.recurring);
  const shares = (index: number) =>
    quote.discounts.reduce((sum, discount) => sum + (discount.shares[index] ?? 0), 0);
  const once = quote.lines.reduce(
    (sum, line, index) => (line.recurring ? sum : sum + line.amount - shares(index)),
    0,
  );
  const [first, next] = quote.schedule;
  const price = recurs ? (first?.total ?? quote.recurringTotal) : once;
  const full = recurs ? quote.recurringSubtotal : quote.subtotal;
  return {
    currency: quote.currency,
    price,
    before: full > price ? full : null,
    change: first?.periods && next ? { periods: first.periods, next: next.total } : null,
    once: recurs ? once : 0,
    usage: quote.arrearsTotal,
    free: quote.lines.length === 0,
  };
}
