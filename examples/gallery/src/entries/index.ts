import type { Entry } from "../entry.js";
import { gates, paywall } from "./gates.js";
import { headless } from "./headless.js";
import { notices } from "./notices.js";
import { catalogues } from "./tables/catalogues.js";
import { choices } from "./tables/choices.js";
import { codes } from "./tables/codes.js";
import { subscriptions } from "./tables/subscriptions.js";
import { usageMeter } from "./usageMeter.js";
import { vouchers } from "./vouchers.js";

/** Every component, in the order in which the gallery lists them. */
export const entries: Entry[] = [
  choices,
  subscriptions,
  codes,
  catalogues,
  vouchers,
  usageMeter,
  notices,
  paywall,
  gates,
  headless,
];
