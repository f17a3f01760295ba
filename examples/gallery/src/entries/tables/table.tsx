import { PricingTable, type PricingTableProps } from "@tollgate/react";
import { on } from "../../customers.js";
import type { Setup } from "../../edge.js";
import type { State } from "../../entry.js";

export const ofPro = '[data-plan="pro"].tollgate-plan';
export const choosePro = `${ofPro} .tollgate-action button`;
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

/** A pricing table in a state; three plans or two, unless its catalogue is another. */
export const state = (
  key: string,
  name: string,
  setup: Setup,
  props: PricingTableProps = {},
  more: Pick<State, "note" | "presses" | "sign"> = {},
): State => ({
  key,
  name,
  setup,
  show: (
    <PricingTable
      {...(setup.recording ? {} : { plans: three.includes(key) ? all : two })}
      showComparison={compared.includes(key)}
      {...props}
    />
  ),
  ...(props.voucher ? { sign: ".tollgate-applied, .tollgate-voucher .tollgate-error" } : {}),
  ...more,
});

export const said = ".tollgate-status:not(:empty)";
export const failed = ".tollgate-notes .tollgate-error";
export const pro = on("pro", { addons: { "extra-calls": 2 } });
