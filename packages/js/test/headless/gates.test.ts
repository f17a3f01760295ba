import { describe, expect, it, vi } from "vitest";
import {
  conditionOf,
  createCondition,
  createConfig,
  createGate,
  createNotices,
  createPaywall,
  createUsageMeter,
  hasOf,
} from "../../src/headless/index.js";
import { usageLevelOf } from "../../src/headless/usage-meter.js";
import type { FakeEdge } from "../fake-edge.js";
import { forEachTest } from "../setup.js";
import { start } from "../signing.js";
import { subscription } from "../subscription.js";
import { sell, started, until } from "./setup.js";

let edge: FakeEdge;
forEachTest((setup) => {
  ({ edge } = setup);
  sell(edge);
});

const meter = (changes: object) => ({ ent: { "api-calls": { k: "m", l: 10, h: 1, ...changes } } });

describe("a gate", () => {
  it("is closed and loading until there is a token, then answers from that", async () => {
    const client = started(edge);
    const gate = createGate(client, "api-calls", { requested: 6 });
    expect(gate.getSnapshot()).toMatchObject({
      allowed: false,
      isLoading: true,
      reason: "tokenMissing",
      requested: 6,
    });
    await until(gate, ({ allowed }) => allowed);
    expect(gate.getSnapshot()).toMatchObject({ allowed: true, isLoading: false, remaining: 6 });
    expect(gate.getSnapshot()).toBe(gate.getSnapshot());
    expect(gate.getServerSnapshot()).toMatchObject({ allowed: false, isLoading: true });
    const refused = createGate(client, "api-calls", { requested: 7 });
    expect(refused.getSnapshot()).toMatchObject({ allowed: false, reason: "limitReached" });
    const flagged = createGate(client, "api-calls", { flag: "old-editor" });
    expect(flagged.getSnapshot()).toMatchObject({ allowed: false, reason: "switchedOff" });
  });

  it("hears of a new token", async () => {
    const client = started(edge);
    const gate = createGate(client, "analytics");
    await until(gate, ({ isLoading }) => !isLoading);
    const heard = vi.fn();
    gate.subscribe(heard);
    expect(gate.getSnapshot().allowed).toBe(false);
    edge.changes = { ent: { analytics: {} } };
    vi.setSystemTime(start + 1_000);
    await client.getSnapshot().client?.refresh();
    expect(heard).toHaveBeenCalled();
    expect(gate.getSnapshot().allowed).toBe(true);
  });

  it("gives configs, conditions and functions of conditions", async () => {
    const client = started(edge);
    const config = createConfig(client, "support-level", "forum");
    const condition = createCondition(client, { plan: "pro" });
    expect(config.getSnapshot()).toMatchObject({ value: "forum", isLoading: true });
    expect(condition.getSnapshot()).toBeNull();
    await until(condition, (holds) => holds === true);
    expect(config.getSnapshot()).toMatchObject({ value: "email", isLoading: false });
    const state = client.getSnapshot();
    const has = hasOf(state);
    expect(has({ feature: "api-calls", requested: 6 })).toBe(true);
    expect(has({ feature: "api-calls", requested: 7 })).toBe(false);
    expect(has({ flag: "beta-dashboard" })).toBe(true);
    expect(has({ plan: "free" })).toBe(false);
    expect(conditionOf(state, (ask) => !ask({ flag: "sso" }))).toBe(false);
  });
});

describe("a paywall", () => {
  it("says what is closed, why, and whether a larger plan opens it", async () => {
    const client = started(edge);
    const calls = createPaywall(client, "api-calls", { requested: 7 });
    await until(calls, ({ name }) => name === "API calls");
    expect(calls.getSnapshot()).toMatchObject({
      allowed: false,
      isUsedUp: true,
      canBuy: true,
      isUnreachable: false,
    });
    const sso = createPaywall(client, "sso");
    expect(sso.getSnapshot()).toMatchObject({ allowed: true, canBuy: false, isUsedUp: false });
    const unknown = createPaywall(client, "nothing");
    expect(unknown.getSnapshot()).toMatchObject({ name: "nothing", canBuy: false });
  });

  it("tells an edge out of reach from nobody being signed in", async () => {
    edge.isOnline = false;
    const away = createPaywall(started(edge), "sso");
    await until(away, ({ isLoading }) => !isLoading);
    expect(away.getSnapshot()).toMatchObject({ reason: "tokenMissing", isUnreachable: true });
    edge.isOnline = true;
    const nobody = createPaywall(started(edge, { accessToken: "" }), "sso");
    await until(nobody, ({ isLoading }) => !isLoading);
    expect(nobody.getSnapshot().allowed).toBe(false);
  });
});

describe("a usage meter", () => {
  const shown = async (changes: object, warnAt?: number) => {
    edge.changes = meter(changes);
    const store = createUsageMeter(started(edge), "api-calls", { warnAt });
    return until(store, ({ isLoading, meter }) => !isLoading && meter !== null);
  };

  it.each<[object, object]>([
    [{ u: 4 }, { level: "normal", share: 0.4, notice: "remaining" }],
    [{ u: 8 }, { level: "warning", share: 0.8, notice: "warning" }],
    [{ u: 10 }, { level: "full", share: 1, notice: "atLimit" }],
    [
      { u: 12, h: 0 },
      { level: "full", share: 1, notice: "overLimit" },
    ],
    [
      { u: 15, h: 0, m: 15 },
      { level: "full", share: 1, notice: "overCap" },
    ],
    [
      { u: 0, l: 0 },
      { level: "full", share: 1, notice: "atLimit" },
    ],
    [
      { u: 12, l: undefined },
      { level: "normal", share: null, notice: null, limit: "unlimited" },
    ],
  ])("of %j is %j", async (changes, expected) => {
    expect(await shown(changes)).toMatchObject({ isKnown: true, ...expected });
  });

  it("warns from the percentage that it is told", async () => {
    expect((await shown({ u: 5 }, 50)).level).toBe("warning");
    expect(usageLevelOf({ limit: 10, used: 4 }, 50)).toBe("normal");
    expect(usageLevelOf({ limit: "unlimited", used: 4 }, 0)).toBe("normal");
  });

  it("has nothing to show of what is not entitled or not known", async () => {
    edge.changes = { ent: {} };
    const store = createUsageMeter(started(edge), "api-calls");
    expect(store.getSnapshot()).toMatchObject({ isKnown: false, isLoading: true, share: null });
    const state = await until(store, ({ isLoading }) => !isLoading);
    expect(state).toMatchObject({ isKnown: false, share: null, notice: null });
  });
});

describe("notices", () => {
  const told = async (customer: Record<string, unknown>, changes: Record<string, unknown> = {}) => {
    edge.customer = customer;
    edge.changes = changes;
    const client = started(edge);
    await until(client.pricing, ({ data }) => data !== null);
    return createNotices(client).getSnapshot().notices;
  };

  it("are none where all is well", async () => {
    expect(await told({ subscriptions: [subscription] })).toEqual([]);
  });

  it("name the plan and the instant of what a subscription comes to", async () => {
    const at = "2026-10-05T00:00:00Z";
    const states = [
      { ...subscription, status: "trialing", trialEnd: at },
      { ...subscription, cancelAt: at },
      { ...subscription, status: "past_due", graceEndsAt: at },
      { ...subscription, pendingChange: { plan: "starter", at } },
      { ...subscription, plan: "gone", status: "paused", resumesAt: at },
      { ...subscription, status: "suspended", suspendReason: "unpaid" },
    ];
    const pro = { plan: "pro", name: "Pro" };
    const next = { plan: "starter", name: "Starter" };
    expect(await told({ subscriptions: states })).toEqual([
      { kind: "past_due", severity: "danger", ...pro, at },
      { kind: "suspended", severity: "danger", ...pro, at: null, reason: "unpaid" },
      { kind: "ending", severity: "warning", ...pro, at },
      { kind: "paused", severity: "warning", plan: "gone", name: "gone", at },
      { kind: "trialing", severity: "info", ...pro, at },
      { kind: "changing", severity: "info", ...pro, at, next },
    ]);
  });

  it("begin with access as a whole", async () => {
    expect(await told({}, { sus: true })).toEqual([{ kind: "suspended", severity: "danger" }]);
    const paused = { ...subscription, status: "paused" };
    expect(await told({ subscriptions: [paused] }, { sus: true })).toEqual([
      { kind: "paused", severity: "warning", plan: "pro", name: "Pro", at: null },
    ]);
    edge.isOnline = false;
    const client = started(edge);
    await until(client, ({ isLoading }) => !isLoading);
    expect(createNotices(client).getSnapshot().notices).toEqual([
      { kind: "offline", severity: "warning" },
    ]);
  });
});
