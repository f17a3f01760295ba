import { UsageMeter } from "@tollgate/react";
import { type Customer, having, on, suspended } from "../customers.js";
import type { Setup } from "../edge.js";
import type { Entry, State } from "../entry.js";

const pro = on("pro");
const month = Date.now() + 12 * 86_400_000;
const calls = (compact: Record<string, unknown>): Customer =>
  having(pro, { "api-calls": { k: "m", r: month, ...compact } });

const state = (key: string, name: string, setup: Setup, feature = "api-calls"): State => ({
  key,
  name,
  setup,
  show: <UsageMeter feature={feature} />,
  ...(key === "loading" ? { sign: '[aria-busy="true"]' } : {}),
});

export const usageMeter: Entry = {
  key: "usage-meter",
  name: "Usage meter",
  about: "Used, limit, warning and reset, in colour and in words.",
  wide: false,
  states: [
    state("calm", "Calm", { customer: pro }),
    state("untouched", "Untouched", { customer: calls({ l: 10_000 }) }),
    state("level", "A level that is set", { customer: pro }, "seats"),
    state("warned", "Near the limit", { customer: calls({ l: 10_000, u: 8650, h: 1 }) }),
    state("full", "Used up", { customer: calls({ l: 10_000, u: 10_000, h: 1 }) }),
    state("over", "Over a soft limit", { customer: calls({ l: 10_000, u: 12_340, m: 20_000 }) }),
    state("capped", "Over it, and at its end", {
      customer: calls({ l: 10_000, u: 20_000, m: 20_000 }),
    }),
    state("unlimited", "Unlimited", { customer: calls({ u: 187_250 }) }),
    state("none", "Not part of the plan", {
      customer: having(pro, { "api-calls": { k: "m", v: false } }),
    }),
    state("stale", "Stale", { customer: pro, stale: true }),
    state("loading", "Loading", { customer: pro, token: "never" }),
    state("offline", "Offline, nothing known", { customer: pro, token: "down" }),
    state("suspended", "Suspended", { customer: suspended }),
    state("huge", "Huge", {
      customer: calls({ l: 9_007_199_254_740_991, u: 7_123_456_789_012_345, h: 1 }),
    }),
  ],
};
