import { PricingTable } from "@tollgate/react";
import { refusals } from "../customers.js";
import type { Exhibit, State } from "../exhibit.js";

const table = (voucher?: string) => (
  <PricingTable
    plans={["pro"]}
    showAddons={false}
    showComparison={false}
    {...(voucher ? { voucher } : {})}
  />
);

const state = (key: string, name: string, voucher: string, scene = {}): State => ({
  key,
  name,
  scene,
  show: table(voucher),
  sign:
    key === "checking"
      ? '.tollgate-voucher [aria-disabled="true"]'
      : ".tollgate-applied, .tollgate-voucher .tollgate-error",
});

export const vouchers: Exhibit = {
  key: "vouchers",
  name: "Voucher outcomes",
  about: "Whatever becomes of a code is said beside the field, and what was typed stays.",
  wide: false,
  states: [
    {
      key: "empty",
      name: "No code",
      scene: {},
      show: table(),
      presses: [".tollgate-voucher button"],
    },
    state("checking", "checking", "BIGDEAL", { voucher: "never" }),
    state("applied", "applied", "BIGDEAL"),
    state("unknown", "unknown", "NOSUCHCODE"),
    state("too-often", "too many tries", "TOOOFTEN"),
    state("offline", "no network", "BIGDEAL", { voucher: "down" }),
    ...refusals.map((code) => state(code, code, code.toUpperCase())),
  ],
};
