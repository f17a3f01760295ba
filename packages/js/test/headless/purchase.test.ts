import { describe, expect, it, vi } from "vitest";
import {
  type ClientStore,
  createActions,
  createClient,
  createCompletion,
  createQuote,
} from "../../src/headless/index.js";
import type { FakeEdge } from "../fake-edge.js";
import { forEachTest, tokenPath } from "../setup.js";
import { start } from "../signing.js";
import { optionsOf, sell, started, until } from "./setup.js";

let edge: FakeEdge;
let client: ClientStore;
forEachTest((setup) => {
  ({ edge } = setup);
  sell(edge);
  client = started(edge);
});

const pro = { plan: "pro", price: "pro-monthly", quantities: { seats: 7 } };

describe("a quote", () => {
  it("stays until that of the next selection is there", async () => {
    const store = createQuote(client, pro);
    expect(store.getSnapshot()).toMatchObject({ quote: null, isLoading: true, error: null });
    const end = store.subscribe(() => {});
    await until(store, ({ quote }) => quote?.dueNow === 9700);
    store.select({ ...pro, quantities: { seats: 3 } });
    expect(store.getSnapshot()).toMatchObject({ quote: { dueNow: 9700 }, isLoading: true });
    const { isLoading } = await until(store, ({ quote }) => quote?.dueNow === 4900);
    expect(isLoading).toBe(false);
    end();
  });

  it("is none of no selection, and an error of one that cannot be sold", async () => {
    const store = createQuote(client, null);
    store.subscribe(() => {});
    await until(client, ({ client }) => client !== null);
    expect(store.getSnapshot()).toMatchObject({ quote: null, isLoading: false, error: null });
    store.select({ plan: "nothing" });
    const { error, quote } = await until(store, ({ error }) => error !== null);
    expect([error?.name, quote]).toEqual(["QuoteError", null]);
    store.select(null);
    expect(store.getSnapshot()).toMatchObject({ quote: null, isLoading: false, error: null });
  });

  it("is made anew with each state of the client", async () => {
    const store = createQuote(client, pro);
    store.subscribe(() => {});
    const { quote } = await until(store, ({ quote }) => quote !== null);
    vi.setSystemTime(start + 1_000);
    await client.getSnapshot().client?.refresh();
    await until(store, (state) => state.quote !== quote);
    expect(store.getSnapshot().quote).toMatchObject({ dueNow: 9700 });
  });
});

describe("an action", () => {
  it("is under way until it ends, and says why it failed", async () => {
    await until(client, ({ client }) => client !== null);
    const actions = createActions(client);
    const previewing = actions.preview("BIGDEAL");
    expect(actions.getSnapshot()).toEqual({ isLoading: true, error: null });
    expect(await previewing).toMatchObject({ code: "BIGDEAL" });
    expect(actions.getSnapshot()).toEqual({ isLoading: false, error: null });
    await expect(actions.redeem("NOPE")).rejects.toMatchObject({ code: "route_unknown" });
    expect(actions.getSnapshot()).toMatchObject({ error: { code: "route_unknown" } });
    await expect(actions.checkout(pro)).rejects.toMatchObject({ code: "route_unknown" });
  });

  it("fails while no client is loaded", async () => {
    const actions = createActions(createClient(optionsOf(edge)));
    await expect(actions.preview("BIGDEAL")).rejects.toThrow("not loaded yet");
    expect(actions.getSnapshot().error?.message).toContain("not loaded yet");
  });
});

describe("the completion of a checkout", () => {
  const waiting = async (plan: string | null, options: object = {}) => {
    await until(client, ({ client }) => client !== null);
    edge.asked.length = 0;
    const store = createCompletion(client, plan, options);
    const heard = vi.fn();
    return { store, heard, end: store.subscribe(heard) };
  };

  it("refreshes until the customer holds the plan", async () => {
    const { store, heard } = await waiting("business");
    expect(store.getSnapshot()).toBe("waiting");
    await vi.advanceTimersByTimeAsync(2_000);
    expect([store.getSnapshot(), edge.count(tokenPath)]).toEqual(["waiting", 1]);
    edge.changes = { plans: ["business"] };
    await vi.advanceTimersByTimeAsync(2_000);
    expect([store.getSnapshot(), edge.count(tokenPath)]).toEqual(["complete", 2]);
    expect(heard).toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([store.getSnapshot(), edge.count(tokenPath)]).toEqual(["complete", 2]);
  });

  it("gives up in the end", async () => {
    const { store } = await waiting("business", { interval: 1_000, timeout: 3_500 });
    await vi.advanceTimersByTimeAsync(3_499);
    expect(store.getSnapshot()).toBe("waiting");
    await vi.advanceTimersByTimeAsync(1);
    expect([store.getSnapshot(), edge.count(tokenPath)]).toEqual(["timedOut", 3]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(edge.count(tokenPath)).toBe(3);
  });

  it("waits for nothing where nothing was bought, and for nobody without a subscriber", async () => {
    const { store } = await waiting(null);
    const { store: left, end } = await waiting("business");
    end();
    await vi.advanceTimersByTimeAsync(30_000);
    expect([store.getSnapshot(), left.getSnapshot()]).toEqual(["idle", "waiting"]);
    expect(edge.count(tokenPath)).toBe(0);
  });
});
