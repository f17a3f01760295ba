import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Tollgate } from "../src/node.js";
import { type FakeEdge, fakeEdge, problem } from "./fake-edge.js";
import { pricing } from "./pricing.js";
import { issuer, publishableKey } from "./signing.js";
import { subscription } from "./subscription.js";

const bigDeal = {
  valid: true,
  code: "BIGDEAL",
  voucher: {
    key: "big-deal",
    effects: {
      discount: { percent: 30, duration: { repeating: 12 } },
      entitlements: {
        "api-calls": { limit: 50000, merge: "add", for: "P12M" },
        sso: { value: true, for: "P12M" },
      },
    },
    constraints: { maxPerCustomer: 1, firstPurchase: false, stacks: false },
  },
};

const previewPath = "/v1/client/vouchers/preview";
let edge: FakeEdge;
let client: Tollgate;

const load = (accessToken?: string) =>
  Tollgate.load({
    publishableKey,
    endpoint: issuer,
    fetch: edge.fetch,
    storage: null,
    ...(accessToken ? { accessToken } : {}),
  });

beforeEach(async () => {
  edge = fakeEdge();
  edge.answers.set("/v1/client/pricing", () => Response.json(pricing));
  edge.answers.set(previewPath, (body) =>
    /^bigdeal$/i.test((body as { code: string }).code.trim())
      ? Response.json(bigDeal)
      : problem(404, "voucher_unknown"),
  );
  client = await load();
});

afterEach(() => client.close());

describe("quotes", () => {
  const selection = {
    plan: "pro",
    price: "pro-monthly",
    quantities: { seats: 7 },
    addons: { "extra-calls": 2 },
  };

  it("adds up what the edge would charge, without asking it again", async () => {
    const quote = await client.quote(selection);
    expect(quote).toMatchObject({
      catalogVersion: 3,
      plan: "pro",
      currency: "usd",
      exponent: 2,
      dueNow: 13500,
    });
    expect(quote.lines.map(({ amount }) => amount)).toEqual([4900, 4800, 3800]);
    for (const seats of [3, 4, 25]) {
      const { recurringTotal } = await client.quote({
        ...selection,
        quantities: { seats },
        addons: {},
      });
      expect(recurringTotal).toBe(4900 + Math.max(0, seats - 3) * 1200);
    }
    expect((await client.quote({ ...selection, currency: "eur", addons: {} })).dueNow).toBe(8900);
    expect(edge.asked.map(({ path }) => path)).toEqual(["/v1/client/pricing"]);
  });

  it("applies a voucher on all that it acts on, asking for its terms once", async () => {
    const quote = await client.quote({ ...selection, vouchers: [" bigdeal "] });
    expect(quote).toMatchObject({
      subtotal: 13500,
      discountTotal: 4050,
      dueNow: 9450,
      vouchers: [{ applied: true }],
    });
    expect(quote.benefits).toMatchObject([
      {
        feature: "api-calls",
        before: 10000,
        after: 70000,
        vouchers: ["big-deal"],
        addons: ["extra-calls"],
      },
      { feature: "sso", before: false, after: true },
    ]);
    await client.quote({ ...selection, vouchers: ["BIGDEAL"] });
    expect(edge.count(previewPath)).toBe(1);
    await expect(client.quote({ ...selection, vouchers: ["NOPE"] })).rejects.toMatchObject({
      code: "voucher_unknown",
    });
  });

  it("counts what the customer has redeemed", async () => {
    const { key, effects } = bigDeal.voucher;
    edge.customer = {
      redemptions: [
        {
          id: "red_1",
          voucher: key,
          code: "BIGDEAL",
          effects,
          redeemedAt: "2026-09-01T00:00:00Z",
          expiresAt: null,
        },
      ],
    };
    const known = await load("session");
    expect(await known.quote({ ...selection, vouchers: ["bigdeal"] })).toMatchObject({
      dueNow: 9450,
    });
    expect(await known.quote(selection)).toMatchObject({ dueNow: 9450 });
    expect(edge.count(previewPath)).toBe(0);
    known.close();
  });

  it("says everything that is wrong with a selection", async () => {
    await expect(client.quote({ plan: "gone" })).rejects.toMatchObject({
      name: "QuoteError",
      code: "unknown_plan",
    });
    const wrong = { ...selection, addons: { "extra-calls": 21 }, quantities: { nothing: 1 } };
    await expect(client.quote(wrong)).rejects.toMatchObject({
      errors: expect.arrayContaining([
        expect.objectContaining({ code: "addon_quantity", pointer: "/addons/extra-calls" }),
      ]),
    });
    await expect(client.quote({ ...selection, quantities: { seats: 1.5 } })).rejects.toMatchObject({
      errors: [{ pointer: "/quantities/seats" }],
    });
  });

  it("asks again after a failure", async () => {
    edge.isOnline = false;
    await expect(client.quote(selection)).rejects.toMatchObject({ code: "network" });
    edge.isOnline = true;
    expect((await client.quote(selection)).dueNow).toBe(13500);
  });
});

describe("scenarios", () => {
  it("are those of a stranger without a session", async () => {
    expect(await client.scenario("pro", "pro-monthly")).toBe("new");
    expect(await client.scenario("gone")).toBe("contactSales");
  });

  it("are those of the customer with one", async () => {
    edge.customer = { subscriptions: [subscription] };
    const known = await load("session");
    expect(await known.scenario("pro", "pro-monthly")).toBe("active");
    expect(await known.scenario("starter")).toBe("downgrade");
    expect(known.customer()?.subscriptions[0]?.currentPeriod.end).toBe("2026-10-01T00:00:00Z");
    known.close();
  });
});

it("shows the plans as the edge gives them", async () => {
  expect(await client.pricing()).toEqual(pricing);
  await Promise.all([client.pricing(), client.pricing()]);
  expect(edge.count("/v1/client/pricing")).toBe(1);
});
