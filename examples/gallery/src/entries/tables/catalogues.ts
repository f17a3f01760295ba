import type { Entry } from "../../entry.js";
import { state } from "./table.js";

export const catalogues: Entry = {
  key: "pricing-catalogues",
  name: "Pricing table, by catalogue",
  about: "Few plans and many, long names and large numbers.",
  wide: true,
  states: [
    state("four", "Four plans, one by contract", { recording: "usual" }),
    state("many", "Seven plans, no add-ons", { recording: "many" }),
    state("two", "Two plans, no add-ons", {}, { plans: ["starter", "pro"], showAddons: false }),
    state("one", "One plan", { recording: "one" }),
    state(
      "long",
      "Long names",
      { recording: "long" },
      { voucher: "FIRMENJUBILAEUM-2026-STAMMKUNDSCHAFT" },
    ),
    state("huge", "Huge numbers and tiny prices", { recording: "huge" }),
    state(
      "huge-kwd",
      "The same, with three decimals and a voucher",
      { recording: "huge" },
      { defaultCurrency: "kwd", voucher: "HALF" },
    ),
  ],
};
