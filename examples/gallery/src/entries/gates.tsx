import { Paywall, Protect, Show } from "@tollgate/react";
import { having, on, suspended } from "../customers.js";
import type { Entry } from "../entry.js";

const pro = on("pro");
const guarded = <p className="guarded">What is guarded.</p>;
const waiting = <p className="guarded is-waiting">What is shown while loading.</p>;
const wall = (entitlement: string) => (
  <Paywall entitlement={entitlement} upgradeHref="#plans" loading={waiting}>
    {guarded}
  </Paywall>
);

export const paywall: Entry = {
  key: "paywall",
  name: "Paywall",
  about: "Shows what it guards, or says why not and where to go. One sentence for each reason.",
  wide: false,
  states: [
    { key: "open", name: "Open", setup: { customer: pro }, show: wall("analytics") },
    {
      key: "not-entitled",
      name: "Not part of the plan",
      setup: { customer: pro },
      show: wall("sso"),
    },
    {
      key: "limit-reached",
      name: "Used up",
      setup: {
        customer: having(pro, {
          "api-calls": { k: "m", l: 1000, u: 1000, h: 1, r: Date.now() + 1e9 },
        }),
      },
      show: wall("api-calls"),
    },
    {
      key: "switched-off",
      name: "Switched off",
      setup: { customer: pro },
      show: wall("beta-dashboard"),
    },
    {
      key: "expired",
      name: "Ended",
      setup: { customer: having(pro, { sso: { x: Date.now() - 1000, s: "grant" } }) },
      show: wall("sso"),
    },
    {
      key: "suspended",
      name: "Suspended",
      setup: { customer: suspended },
      show: wall("analytics"),
    },
    { key: "unknown", name: "Unknown feature", setup: { customer: pro }, show: wall("teleporter") },
    { key: "signed-out", name: "Signed out", setup: {}, show: wall("analytics") },
    {
      key: "offline",
      name: "Offline, nothing known",
      setup: { customer: pro, token: "down" },
      show: wall("analytics"),
    },
    {
      key: "stale",
      name: "Stale, and still open",
      setup: { customer: pro, stale: true },
      show: wall("analytics"),
    },
    {
      key: "loading",
      name: "Loading",
      setup: { customer: pro, token: "never" },
      show: wall("analytics"),
    },
    {
      key: "fallback",
      name: "A fallback of the page's own",
      setup: { customer: pro },
      show: (
        <Paywall
          entitlement="sso"
          fallback={(decision) => <p className="guarded is-closed">Closed: {decision.reason}</p>}
        >
          {guarded}
        </Paywall>
      ),
    },
  ],
};

export const gates: Entry = {
  key: "gates",
  name: "Protect and Show",
  about: "Gates without looks of their own: children, fallback, loading.",
  wide: false,
  states: [
    {
      key: "protect-open",
      name: "Protect, open",
      setup: { customer: pro },
      show: (
        <Protect feature="analytics">
          {(decision) => <p className="guarded">Open: {decision.reason}</p>}
        </Protect>
      ),
    },
    {
      key: "protect-closed",
      name: "Protect, closed",
      setup: { customer: pro },
      show: (
        <Protect
          feature="sso"
          fallback={<p className="guarded is-closed">Single sign-on comes with Enterprise.</p>}
        >
          {guarded}
        </Protect>
      ),
    },
    {
      key: "protect-loading",
      name: "Protect, loading",
      setup: { customer: pro, token: "never" },
      show: (
        <Protect feature="sso" loading={waiting} fallback={guarded}>
          {guarded}
        </Protect>
      ),
    },
    {
      key: "show-plan",
      name: "Show, when the plan is held",
      setup: { customer: pro },
      show: (
        <Show when={{ plan: "pro" }} fallback={<p className="guarded is-closed">Not on Pro.</p>}>
          <p className="guarded">You are on Pro.</p>
        </Show>
      ),
    },
    {
      key: "show-other",
      name: "Show, when it is not",
      setup: { customer: on("starter") },
      show: (
        <Show when={{ plan: "pro" }} fallback={<p className="guarded is-closed">Not on Pro.</p>}>
          {guarded}
        </Show>
      ),
    },
  ],
};
