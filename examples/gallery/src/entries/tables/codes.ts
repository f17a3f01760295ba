import { on, redeemed } from "../../customers.js";
import type { Entry } from "../../entry.js";
import { pro, state } from "./table.js";

export const codes: Entry = {
  key: "pricing-vouchers",
  name: "Pricing table, with vouchers",
  about:
    "An applied code strikes out the old price, raises limits and lists what comes with it, where each stands.",
  wide: true,
  states: [
    state(
      "voucher",
      "A voucher on price, limit and flag",
      { customer: on("starter") },
      { voucher: "BIGDEAL" },
    ),
    state(
      "voucher-current",
      "A voucher for the plan one has",
      { customer: pro },
      { voucher: "BIGDEAL" },
    ),
    state("voucher-redeemed", "A voucher that was redeemed", {
      customer: redeemed(pro, "BIGDEAL"),
    }),
    state("voucher-once", "A voucher for the first invoice", {}, { voucher: "WELCOME20" }),
    state("voucher-limit", "A voucher on a limit alone", {}, { voucher: "CALLS500" }),
    state("voucher-minimum", "A voucher with a minimum", {}, { voucher: "LARGE" }),
    state("voucher-currency", "A voucher in another currency", {}, { voucher: "EURO" }),
    state(
      "voucher-other-plan",
      "A voucher for another plan",
      { customer: pro },
      { voucher: "STARTERONLY", plans: ["pro", "business"] },
    ),
    state(
      "voucher-stacking",
      "A voucher beside a redeemed one",
      { customer: redeemed(pro, "BIGDEAL") },
      { voucher: "WELCOME20" },
    ),
    state("voucher-sold-out", "A voucher that is sold out", {}, { voucher: "USED_UP" }),
  ],
};
