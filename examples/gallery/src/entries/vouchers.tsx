import { PricingTable } from "@tollgate/react";
import { refusals } from "../customers.js";
import type { Entry, State } from "../entry.js";

const table = (voucher?: string) => <PricingTable {...(voucher ? { voucher } : {})} />;

const state = (key: string, name: string, voucher: string, setup = {}): State => ({
  key,
  name,
  setup: { recording: "one", ...setup },
  show: table(voucher),
  sign:
    key === "checking"
      ? '.tollgate-voucher [aria-disabled="true"]'
      : ".tollgate-applied, .tollgate-voucher .tollgate-error",
});

export const vouchers: Entry = {
  key: "vouchers",
  name: "Voucher outcomes",
  about: "Whatever becomes of a code is said beside the field, and what was typed stays.",
  wide: false,
  states: [
    {
      key: "empty",
      name: "No code",
      setup: { recording: "one" },
      show: table(),
      presses: [".tollgate-voucher button"],
    },
    state("checking", "checking", "HELLO", { voucher: "never" }),
    state("applied", "applied", "HELLO"),
    state("unknown", "unknown", "NOSUCHCODE"),
    state("too-often", "too many tries", "TOOOFTEN"),
    state("offline", "no network", "HELLO", { voucher: "down" }),
    ...refusals.map((code) => state(code, code, code.toUpperCase())),
  ],
};
