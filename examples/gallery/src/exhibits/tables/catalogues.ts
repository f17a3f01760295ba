import type { Exhibit } from "../../exhibit.js";
import { state } from "./table.js";

export const catalogues: Exhibit = {
  key: "pricing-catalogues",
  name: "Pricing table, by catalogue",
  about: "Few plans and many, long names and large numbers.",
  wide: true,
  states: [
    state("four", "Four plans, one by contract", { shelf: "usual" }),
    state("many", "Seven plans, no add-ons", { shelf: "many" }),
    state("two", "Two plans, no add-ons", {}, { plans: ["starter", "pro"], showAddons: false }),
    state("one", "One plan", { shelf: "one" }),
    state(
      "long",
      "Long names",
      { shelf: "long" },
      { voucher: "FIRMENJUBILAEUM-2026-STAMMKUNDSCHAFT" },
    ),
    state("huge", "Huge numbers and tiny prices", { shelf: "huge" }),
    state(
      "huge-kwd",
      "The same, with three decimals and a voucher",
      { shelf: "huge" },
      { defaultCurrency: "kwd", voucher: "HALF" },
    ),
  ],
};
