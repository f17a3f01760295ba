import type { Exhibit } from "../exhibit.js";
import { gates, paywall } from "./gates.js";
import { notices } from "./notices.js";
import { pricingTable } from "./pricingTable.js";
import { usageMeter } from "./usageMeter.js";
import { vouchers } from "./vouchers.js";

/** Every component, in the order in which the gallery lists them. */
export const exhibits: Exhibit[] = [pricingTable, vouchers, usageMeter, notices, paywall, gates];
