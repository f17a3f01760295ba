import { at, moving, newcomer, on, suspended } from "../../customers.js";
import type { Entry } from "../../entry.js";
import { ofPro, pro, state } from "./table.js";

export const subscriptions: Entry = {
  key: "pricing-customers",
  name: "Pricing table, by customer",
  about:
    "The same table for customers of different status: badges and buttons follow the scenario.",
  wide: true,
  states: [
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
    state("scheduled", "A change that is scheduled", { customer: moving }),
    state("suspended", "Suspended", { customer: suspended }),
    state("stale", "Stale: the edge is out of reach", { customer: pro, stale: true }),
  ],
};
