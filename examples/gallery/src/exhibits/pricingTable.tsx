import { PricingTable, type PricingTableProps } from "@tollgate/react";
import { at, newcomer, on, redeemed, subscription, suspended } from "../customers.js";
import type { Scene } from "../edge.js";
import type { Exhibit, State } from "../exhibit.js";

const ofPro = '[data-plan="pro"].tollgate-plan';
const choosePro = `${ofPro} .tollgate-action button`;
const all = ["starter", "pro", "business"];
const two = ["pro", "business"];
/** The states with all three plans; in the others two say as much. */
const three = [
  "visitor",
  "newcomer",
  "current",
  "voucher",
  "voucher-current",
  "yearly",
  "suspended",
  "loading",
];
/** The states that show the comparison as well; the others are about what stands above it. */
const compared = ["visitor", "voucher", "four", "many", "long", "huge"];

const state = (
  key: string,
  name: string,
  scene: Scene,
  props: PricingTableProps = {},
  more: Pick<State, "note" | "presses" | "sign"> = {},
): State => ({
  key,
  name,
  scene,
  show: (
    <PricingTable
      {...(scene.shelf ? {} : { plans: three.includes(key) ? all : two })}
      showComparison={compared.includes(key)}
      {...props}
    />
  ),
  ...(props.voucher ? { sign: ".tollgate-applied, .tollgate-voucher .tollgate-error" } : {}),
  ...more,
});

const said = ".tollgate-status:not(:empty)";
const failed = ".tollgate-notes .tollgate-error";
const pro = on("pro", { addons: { "extra-calls": 2 } });

export const pricingTable: Exhibit = {
  key: "pricing-table",
  name: "Pricing table",
  about:
    "Plans side by side, priced in the browser for everything that is chosen. Names, prices, buttons and lists share their lines.",
  wide: true,
  states: [
    state("visitor", "A visitor", {}),
    state("newcomer", "Signed in, a trial on offer", { customer: newcomer }),
    state("current", "The current plan", { customer: pro }),
    state(
      "changed",
      "The current plan, changed",
      { customer: pro },
      {},
      {
        note: "One more add-on: the button offers the update.",
        presses: [`${ofPro} .tollgate-addon button:last-child`],
      },
    ),
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
    state("yearly", "By the year", {}, { defaultPeriod: "year" }),
    state("yen", "A currency without decimals", {}, { defaultCurrency: "jpy" }),
    state("dinar", "A currency with three decimals", {}, { defaultCurrency: "kwd" }),
    state("breakdown", "How it adds up", { customer: pro }, {}, { presses: [`${ofPro} summary`] }),
    state("too-many", "More seats than a plan has", {
      customer: on("pro", { quantities: { seats: 40 } }),
    }),
    state("trialing", "In a trial", {
      customer: on("pro", {
        status: "trialing",
        trialEnd: at(9),
        trialThen: "paid",
        createdAt: at(-5),
        currentPeriod: { start: at(-5), end: at(9) },
      }),
    }),
    state("past-due", "Past due", {
      customer: on("pro", { status: "past_due", pastDueSince: at(-2) }),
    }),
    state("ending", "Canceled, with time left", { customer: on("pro", { endsAt: at(12) }) }),
    state("scheduled", "A change that is scheduled", {
      customer: {
        ...on("business", { endsAt: at(12) }),
        subscriptions: [
          subscription("business", { endsAt: at(12) }),
          subscription("pro", {
            id: "sub_next",
            createdAt: at(12),
            anchor: at(12),
            currentPeriod: { start: at(12), end: at(42) },
          }),
        ],
      },
    }),
    state("suspended", "Suspended", { customer: suspended }),
    state("stale", "Stale: the edge is out of reach", { customer: pro, stale: true }),
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
    state("loading", "Loading", { pricing: "never" }, {}, { sign: ".tollgate-bone" }),
    state("failed", "Failed, or offline", { pricing: "down" }),
    state("empty", "Nothing for sale", { shelf: "none" }),
    state("four", "Four plans, one by contract", { shelf: "usual" }),
    state("many", "Seven plans, no add-ons", { shelf: "many" }),
    state("two", "Two plans, no add-ons", {}, { plans: ["starter", "pro"], showAddons: false }),
    state("one", "One plan", { shelf: "one" }),
    state(
      "bare",
      "Nothing but the plans",
      {},
      { showAddons: false, showComparison: false, allowVoucherCode: false },
    ),
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
