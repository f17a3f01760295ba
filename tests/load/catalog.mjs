// What is sold under load: the catalogue of the benchmarks with 20 features, a plan that has a price, and vouchers that
// a customer may redeem many times, so that redemptions do not run out.

import { catalog as base } from "../bench/subject.mjs";

/** The code that is redeemed. */
export const code = "LOAD";
/** How often a customer may redeem it. */
export const USES = 1_000_000;

export function catalog() {
  const document = base();
  const [scale] = document.plans;
  scale.prices = [
    {
      key: "scale-monthly",
      interval: "month",
      components: [
        { model: "flat", amount: 4_900 },
        { model: "per_unit", meter: "seats", included: 3, unitAmount: "1200" },
      ],
    },
  ];
  document.vouchers = [
    {
      key: "load",
      codes: [code],
      effects: { discount: { percent: 10, duration: "once" } },
      constraints: { maxPerCustomer: USES, stacks: true },
    },
  ];
  return document;
}
