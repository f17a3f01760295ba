import {
  at,
  disputed,
  ending,
  moving,
  newcomer,
  on,
  pastDue,
  paused,
  suspended,
} from "../../customers.js";
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
    state("past-due", "Past due", { customer: pastDue }),
    state("ending", "Canceled, with time left", { customer: ending }),
    state("changing", "A change that is pending", { customer: moving }),
    state("paused", "Paused", { customer: paused }),
    state("suspended", "Suspended", { customer: suspended }),
    state("disputed", "Suspended over a dispute", { customer: disputed }),
    state("stale", "Stale: the edge is out of reach", { customer: pro, stale: true }),
  ],
};
