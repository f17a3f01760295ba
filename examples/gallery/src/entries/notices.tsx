import { CustomerNotices } from "@tollgate/react";
import { at, disputed, ending, moving, on, pastDue, paused, suspended } from "../customers.js";
import type { Setup } from "../edge.js";
import type { Entry, State } from "../entry.js";

const state = (key: string, name: string, setup: Setup, sign = ".tollgate-notice"): State => ({
  key,
  name,
  setup,
  show: <CustomerNotices billingHref="#billing" upgradeHref="#plans" />,
  sign,
});

const pro = on("pro");

export const notices: Entry = {
  key: "customer-notices",
  name: "Customer notices",
  about: "The status of the customer, where that matters. Nothing where all is well.",
  wide: false,
  states: [
    state("well", "All is well", { customer: pro }, ".tollgate-notices"),
    state("suspended", "Suspended", { customer: suspended }),
    state("past-due", "Past due", { customer: pastDue }),
    state("past-due-stale", "Past due, and out of reach", { customer: pastDue, stale: true }),
    state("stale", "Stale", { customer: pro, stale: true }),
    state("offline", "Offline, nothing known", { customer: pro, token: "down" }),
    state("trialing", "In a trial", {
      customer: on("pro", { status: "trialing", trialEnd: at(9), trialThen: "paid" }),
    }),
    state("ending", "Canceled, with time left", { customer: ending }),
    state("changing", "A change that is pending", { customer: moving }),
    state("paused", "Paused", { customer: paused }),
    state("disputed", "Suspended over a dispute", { customer: disputed }),
  ],
};
