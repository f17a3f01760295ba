import { describe, expect, it, vi } from "vitest";
import {
  type ClientStore,
  createPricingTable,
  type PlanView,
  type PricingTableState,
} from "../../src/headless/index.js";
import { type FakeEdge, problem } from "../fake-edge.js";
import { pricing } from "../pricing.js";
import { forEachTest, settle } from "../setup.js";
import { subscription } from "../subscription.js";
import { sell, started, until } from "./setup.js";

let edge: FakeEdge;
let client: ClientStore;
forEachTest((setup) => {
  ({ edge } = setup);
  sell(edge);
  client = started(edge);
});

const isReady = ({ status }: PricingTableState) => status === "ready";
const checkoutPath = "/v1/client/checkout";
const quotesOf = (state: PricingTableState) =>
  state.plans.map(({ priceSummary }) => priceSummary?.price);

function planOf({ plans }: PricingTableState, key: string): PlanView {
  const view = plans.find(({ plan }) => plan.key === key);
  if (!view) throw new Error(`there is no plan ${key}`);
  return view;
}

/** A table with a subscriber, ready. */
async function shown(options: Parameters<typeof createPricingTable>[1] = {}) {
  const table = createPricingTable(client, options);
  const heard = vi.fn();
  const end = table.subscribe(heard);
  await until(table, isReady);
  return { table, heard, end };
}

describe("a pricing table", () => {
  it("loads, then prices every plan by itself", async () => {
    const table = createPricingTable(client);
    expect(table.getSnapshot()).toMatchObject({ status: "loading", isLoading: true, plans: [] });
    const state = await until(table, isReady);
    expect(state).toMatchObject({ isLoading: false, period: "month", currency: "usd" });
    expect(quotesOf(state)).toEqual([0, 4900]);
    expect(state.plans.map(({ scenario }) => scenario)).toEqual(["new", "new"]);
    expect(state.currencies).toEqual(["usd", "eur"]);
    expect(table.getSnapshot()).toBe(table.getSnapshot());
  });

  it("follows what is chosen, without a request", async () => {
    const { table, heard } = await shown({ plans: ["pro"] });
    edge.asked.length = 0;
    const [seats] = table.getSnapshot().quantityInputs;
    expect(seats).toMatchObject({ meter: "seats", value: 3 });
    seats?.set(7);
    expect(heard).toHaveBeenCalled();
    expect(table.getSnapshot().quantityInputs[0]?.value).toBe(7);
    expect(quotesOf(await until(table, (state) => quotesOf(state)[0] === 9700))).toEqual([9700]);
    planOf(table.getSnapshot(), "pro").addons[0]?.set(2);
    await until(table, (state) => quotesOf(state)[0] === 13_500);
    expect(planOf(table.getSnapshot(), "pro").addons[0]?.quantity).toBe(2);
    table.getSnapshot().setCurrency("eur");
    expect(table.getSnapshot().currency).toBe("eur");
    seats?.set(26);
    await until(table, (state) => planOf(state, "pro").tooMany !== null);
    expect(planOf(table.getSnapshot(), "pro").tooMany).toMatchObject({ cap: 25 });
    expect(edge.asked).toEqual([]);
  });

  it("begins where the customer is, and marks what differs from that", async () => {
    edge.customer = { subscriptions: [subscription] };
    client = started(edge);
    const { table } = await shown();
    const state = table.getSnapshot();
    expect(state.quantityInputs[0]?.value).toBe(5);
    expect(planOf(state, "pro")).toMatchObject({
      isCurrent: true,
      isChanged: false,
      scenario: "active",
      status: { kind: "active" },
    });
    state.quantityInputs[0]?.set(6);
    expect(planOf(table.getSnapshot(), "pro").isChanged).toBe(true);
  });

  it("sells no more than the plan has, and lets the customer keep what they hold", async () => {
    const { table } = await shown();
    expect(table.getSnapshot().quantityInputs[0]).toMatchObject({ most: 25, limit: 25 });
    const line = planOf(table.getSnapshot(), "pro").lines.find(
      ({ feature }) => feature.key === "seats",
    );
    expect(line).toMatchObject({ after: 25, isMost: true });
    edge.customer = { subscriptions: [{ ...subscription, quantities: { seats: 40 } }] };
    client = started(edge);
    const { table: ofHolder } = await shown();
    expect(ofHolder.getSnapshot().quantityInputs[0]).toMatchObject({ most: 25, limit: 40 });
  });

  it("says what is pending, and marks the plan that follows", async () => {
    const at = "2026-10-01T00:00:00Z";
    const pendingChange = {
      plan: "starter",
      price: null,
      quantities: {},
      addons: {},
      catalogVersion: 3,
      at,
      reason: "downgrade",
    };
    edge.customer = { subscriptions: [{ ...subscription, pendingChange }] };
    client = started(edge);
    const { table } = await shown();
    const { plans } = table.getSnapshot();
    expect(plans.map(({ scenario }) => scenario)).toEqual(["scheduled", "active"]);
    expect(plans.map(({ status }) => status)).toEqual([
      null,
      { kind: "changing", at, next: { plan: "starter", name: "Starter" } },
    ]);
  });

  it("offers a stopped plan anew, and every other as to anybody", async () => {
    for (const stopped of [
      { status: "paused" },
      { status: "suspended", suspendReason: "unpaid" },
    ]) {
      edge.customer = { subscriptions: [{ ...subscription, ...stopped }] };
      client = started(edge);
      const { table } = await shown();
      const { plans, quantityInputs } = table.getSnapshot();
      expect(plans.map(({ scenario }) => scenario)).toEqual(["new", "renew"]);
      expect(plans[1]).toMatchObject({ isCurrent: true, status: { kind: stopped.status } });
      expect(quantityInputs[0]?.value).toBe(5);
    }
  });

  it("shows what a code does, and takes it away", async () => {
    const { table } = await shown({ plans: ["pro"] });
    table.getSnapshot().voucher.type(" bigdeal ");
    await table.getSnapshot().voucher.apply();
    const state = await until(table, (state) => quotesOf(state)[0] === 3430);
    expect(planOf(state, "pro").priceSummary).toMatchObject({ before: 4900 });
    expect(planOf(state, "pro").selection.voucher).toBe("BIGDEAL");
    expect(state.voucher).toMatchObject({ applied: { code: "BIGDEAL" }, redeem: null });
    state.voucher.remove();
    await until(table, (state) => quotesOf(state)[0] === 4900);
  });

  it("redeems a code for the plan that the customer has", async () => {
    edge.customer = { subscriptions: [subscription] };
    client = started(edge);
    edge.answers.set("/v1/client/vouchers/redeem", () => Response.json({ id: "red_1" }));
    const { table } = await shown({ voucher: "BIGDEAL" });
    const { voucher } = await until(table, ({ voucher }) => voucher.redeem !== null);
    await voucher.redeem?.();
    expect(table.getSnapshot().voucher).toMatchObject({ applied: null, redeemed: "BIGDEAL" });
  });

  it("takes other options, and keeps what is chosen", async () => {
    const { table } = await shown({ plans: ["pro"] });
    table.getSnapshot().quantityInputs[0]?.set(4);
    table.update({ plans: ["starter", "pro"], defaultCurrency: "eur" });
    const state = await until(table, (state) => quotesOf(state).length === 2);
    expect(state).toMatchObject({ currency: "eur", quantityInputs: [{ value: 4 }] });
  });

  it("buys what is chosen, then begins anew", async () => {
    const bought = vi.fn((_: unknown) =>
      Response.json({ provider: "none", status: "complete", url: null }),
    );
    edge.answers.set(checkoutPath, bought);
    const onCheckout = vi.fn();
    const { table } = await shown({ plans: ["pro"], successUrl: "https://acme.test/", onCheckout });
    table.getSnapshot().quantityInputs[0]?.set(7);
    await until(table, (state) => quotesOf(state)[0] === 9700);
    const buying = planOf(table.getSnapshot(), "pro").choose();
    expect(planOf(table.getSnapshot(), "pro").isChoosing).toBe(true);
    await buying;
    expect(bought.mock.calls[0]?.[0]).toEqual({
      plan: "pro",
      price: "pro-monthly",
      quantities: { seats: 7 },
      addons: {},
      currency: "usd",
      successUrl: "https://acme.test/",
    });
    expect(onCheckout).toHaveBeenCalledWith(expect.objectContaining({ status: "complete" }));
    const after = table.getSnapshot();
    expect(after).toMatchObject({ chosen: "Pro", quantityInputs: [{ value: 3 }] });
    expect(planOf(after, "pro").isChoosing).toBe(false);
  });

  it("does what the page does instead", async () => {
    const first = vi.fn();
    const { table } = await shown({ plans: ["pro"], onPlanSelected: first });
    const second = vi.fn();
    table.update({ plans: ["pro"], onPlanSelected: second });
    await planOf(table.getSnapshot(), "pro").choose();
    expect(first).not.toHaveBeenCalled();
    expect(second).toHaveBeenCalledWith({
      plan: "pro",
      price: "pro-monthly",
      scenario: "new",
      quantities: { seats: 3 },
      addons: {},
      currency: "usd",
    });
    expect(edge.count(checkoutPath)).toBe(0);
  });

  it("says why a plan could not be chosen, beside that plan alone", async () => {
    edge.answers.set(checkoutPath, () => problem(409, "subscription_conflict"));
    const { table } = await shown();
    await planOf(table.getSnapshot(), "pro").choose();
    const { plans } = table.getSnapshot();
    expect(plans.map(({ failure }) => failure)).toEqual([null, "subscription_conflict"]);
    edge.answers.set(checkoutPath, () =>
      Response.json({ provider: "none", status: "complete", url: null }),
    );
    await planOf(table.getSnapshot(), "pro").choose();
    expect(planOf(table.getSnapshot(), "pro").failure).toBeNull();
  });

  it("says that nothing is for sale, or that it could not be loaded, and tries again", async () => {
    edge.answers.set("/v1/client/pricing", () => Response.json({ ...pricing, plans: [] }));
    const empty = createPricingTable(client);
    await until(empty, ({ status }) => status === "empty");

    edge.answers.set("/v1/client/pricing", () => Promise.reject(new TypeError("down")));
    client = started(edge);
    const table = createPricingTable(client);
    const failed = await until(table, ({ status }) => status === "failed");
    sell(edge);
    table.subscribe(() => {});
    failed.retry();
    await until(table, isReady);
  });

  it("quotes for nobody: not before it has a subscriber, nor after its last", async () => {
    await until(client, ({ client }) => client !== null);
    const quote = vi.spyOn(client.getSnapshot().client as object as { quote(): unknown }, "quote");
    const table = createPricingTable(client);
    await until(client.pricing, ({ data }) => data !== null);
    table.getSnapshot().setCurrency("eur");
    await settle();
    expect(quote).not.toHaveBeenCalled();
    await until(table, isReady);
    const asked = quote.mock.calls.length;
    expect(asked).toBe(2);
    table.getSnapshot().setCurrency("usd");
    await settle();
    expect(quote).toHaveBeenCalledTimes(asked);
  });
});
