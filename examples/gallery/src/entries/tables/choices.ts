import { on } from "../../customers.js";
import type { Entry } from "../../entry.js";
import { choosePro, failed, ofPro, pro, said, state } from "./table.js";

export const choices: Entry = {
  key: "pricing-table",
  name: "Pricing table",
  about:
    "Plans side by side, priced in the browser for everything that is chosen. Names, prices, buttons and lists share their lines.",
  wide: true,
  states: [
    state("visitor", "A visitor", {}),
    state("yearly", "By the year", {}, { defaultPeriod: "year" }),
    state("yen", "A currency without decimals", {}, { defaultCurrency: "jpy" }),
    state("dinar", "A currency with three decimals", {}, { defaultCurrency: "kwd" }),
    state("breakdown", "How it adds up", { customer: pro }, {}, { presses: [`${ofPro} summary`] }),
    state(
      "most",
      "As many seats as are sold",
      { customer: on("pro", { quantities: { seats: 25 } }) },
      { plans: ["starter", "pro"] },
    ),
    state("too-many", "More seats than a plan has", {
      customer: on("business", { quantities: { seats: 40 } }),
    }),
    state(
      "choosing",
      "A plan is being chosen",
      { customer: on("starter"), checkout: "never" },
      {},
      { presses: [choosePro], sign: `${choosePro}[aria-disabled="true"]` },
    ),
    state(
      "chosen",
      "A plan was chosen",
      { customer: on("starter") },
      {},
      { presses: [choosePro], sign: said },
    ),
    state("sign-in", "Chosen by nobody", {}, {}, { presses: [choosePro], sign: failed }),
    state(
      "checkout-failed",
      "The change was refused",
      { customer: on("starter"), checkout: "refused" },
      {},
      { presses: [choosePro], sign: failed },
    ),
    state(
      "checkout-offline",
      "The change found no network",
      { customer: on("starter"), checkout: "down" },
      {},
      { presses: [choosePro], sign: failed },
    ),
    state("loading", "Loading", { pricing: "never" }, {}, { sign: ".tollgate-skeleton" }),
    state("failed", "Failed, or offline", { pricing: "down" }),
    state("empty", "Nothing for sale", { recording: "none" }),
    state(
      "bare",
      "Nothing but the plans",
      {},
      { showAddons: false, showComparison: false, allowVoucherCode: false },
    ),
  ],
};
