import assert from "node:assert/strict";
import { test } from "node:test";
import { catalog } from "./catalog.mjs";
import { startedEdge } from "./edge.mjs";
import { refused } from "./problem.mjs";

const edge = await startedEdge();
const { api, page, customer, session, entitlement } = await edge.environment();

test("pricing shows what is for sale, whole and in order, and no voucher", async () => {
  const answer = await page.get("/v1/client/pricing");
  const pricing = answer.is(200);
  assert.equal(pricing.catalogVersion, 1);
  assert.equal(pricing.currency, "usd");
  const keys = pricing.plans.map(({ key }) => key);
  assert.deepEqual(
    keys.filter((key) => ["starter", "pro", "enterprise"].includes(key)),
    ["starter", "pro", "enterprise"],
  );
  assert.ok(!keys.includes("old") && !keys.includes("drafted"));
  const enterprise = pricing.plans.find(({ key }) => key === "enterprise");
  assert.equal(enterprise.inherits, "pro");
  assert.equal(enterprise.entitlements.storage.limit, 5000);
  assert.equal(enterprise.entitlements.analytics, true);
  assert.deepEqual([...enterprise.inherited].sort(), ["analytics", "storage"]);
  assert.deepEqual(pricing.addons.map(({ key }) => key).sort(), ["extra-calls", "onboarding"]);
  assert.equal(pricing.features.length, catalog().features.length);
  assert.ok(!/voucher|BIGDEAL|WELCOME20/i.test(answer.text));
});

test("pricing can be narrowed, and cached by its ETag", async () => {
  const two = (await page.get("/v1/client/pricing?plans=pro,starter")).is(200);
  assert.deepEqual(two.plans.map(({ key }) => key).sort(), ["pro", "starter"]);
  const yen = (await page.get("/v1/client/pricing?plans=pro,enterprise&currency=jpy")).is(200);
  assert.ok(yen.plans.find(({ key }) => key === "pro").prices.length > 0);
  refused(await page.get("/v1/client/pricing?currency=dollars"), 400, "invalid_query");
  const first = await page.get("/v1/client/pricing");
  assert.match(first.headers.get("cache-control"), /max-age/);
  const again = await page.get("/v1/client/pricing", {
    "if-none-match": first.headers.get("etag"),
  });
  assert.equal(again.status, 304);
});

const quote = async (selection) => (await page.post("/v1/client/quotes", selection)).is(200);

test("a quote is exact, line by line, with seats, add-ons and a voucher", async () => {
  const selection = {
    plan: "pro",
    price: "pro-monthly",
    quantities: { seats: 7 },
    addons: { "extra-calls": 1 },
  };
  const plain = await quote(selection);
  assert.deepEqual(
    plain.lines.map(({ amount }) => amount),
    [4900, 4 * 1200, 1900],
  );
  assert.equal(plain.currency, "usd");
  assert.equal(plain.subtotal, 11_600);
  assert.equal(plain.dueNow, 11_600);
  assert.equal(plain.recurringTotal, 11_600);
  const dealt = await quote({ ...selection, vouchers: ["bigdeal"] });
  assert.equal(dealt.discountTotal, 3480);
  assert.equal(dealt.dueNow, 8120);
  assert.equal(dealt.vouchers[0].applied, true);
  const once = await quote({ ...selection, voucher: "WELCOME20" });
  assert.equal(once.dueNow, 9280);
  assert.equal(once.recurringTotal, 11_600);
});

test("a quote speaks other currencies, tiers, one-time lines and expected usage", async () => {
  const euro = await quote({
    plan: "pro",
    price: "pro-monthly",
    quantities: { seats: 4 },
    currency: "eur",
  });
  assert.deepEqual([euro.currency, euro.dueNow], ["eur", 4500 + 1100]);
  const yen = await quote({ plan: "pro", price: "pro-yearly", currency: "jpy" });
  assert.deepEqual([yen.dueNow, yen.exponent], [74_000, 0]);
  const tiers = await quote({
    plan: "enterprise",
    price: "enterprise-monthly",
    quantities: { seats: 60 },
  });
  assert.equal(tiers.dueNow, 5 * 1000 + 15 * 800 + 30 * 600 + 10 * 500);
  const once = await quote({ plan: "pro", price: "pro-monthly", addons: { onboarding: 1 } });
  assert.deepEqual([once.dueNow, once.recurringTotal], [4900 + 29_900, 4900]);
  const used = await quote({ plan: "pro", price: "pro-monthly", usage: { "api-calls": 12_001 } });
  assert.equal(used.arrearsTotal, 3 * 50);
  const tried = await quote({ plan: "tried", price: "tried-monthly" });
  assert.deepEqual([tried.dueNow, tried.trial.days, tried.trial.deferred], [0, 14, 900]);
});

test("what cannot be quoted is refused with every reason, an unknown code as such", async () => {
  const wrong = await page.post("/v1/client/quotes", {
    plan: "pro",
    price: "no",
    addons: { no: 1 },
    quantities: { no: 1 },
  });
  assert.equal(wrong.status, 422);
  refused(wrong, 422, wrong.body.code, ["/price", "/addons/no", "/quantities/no"]);
  const pro = { plan: "pro", price: "pro-monthly" };
  refused(
    await page.post("/v1/client/quotes", { ...pro, vouchers: ["NO"] }),
    404,
    "voucher_unknown",
  );
  const small = await page.post("/v1/client/quotes", { plan: "starter", vouchers: ["BIGDEAL"] });
  assert.equal(small.is(200).vouchers[0].applied, false);
  assert.equal(small.body.vouchers[0].reason.code, "wrong_plan");
});

test("a preview says what a voucher would do, and does nothing", async () => {
  const answer = await page.post("/v1/client/vouchers/preview", {
    code: " bigdeal ",
    plan: "pro",
    price: "pro-monthly",
  });
  const preview = answer.is(200);
  assert.equal(preview.valid, true);
  assert.equal(preview.code, "BIGDEAL");
  assert.equal(preview.voucher.key, "big-deal");
  assert.equal(preview.voucher.codes, undefined);
  assert.equal(preview.voucher.effects.entitlements["api-calls"].limit, 50_000);
  const wrong = await page.post("/v1/client/vouchers/preview", {
    code: "BIGDEAL",
    plan: "starter",
  });
  assert.ok(
    refused(wrong, 422, "voucher_not_redeemable").errors.some(({ code }) => code === "wrong_plan"),
  );
  assert.equal((await api.get("/v1/vouchers/big-deal")).is(200).redemptions, 0);
});

test("a preview for a signed-in customer knows what that customer may", async () => {
  await customer("vip", { plan: "starter" });
  const vip = await session("vip");
  const preview = (await vip.post("/v1/client/vouchers/preview", { code: "VIP" })).is(200);
  assert.equal(preview.voucher.key, "vip-only");
  const quoted = await vip.post("/v1/client/quotes", { plan: "starter", vouchers: ["VIP"] });
  assert.equal(quoted.is(200).vouchers[0].applied, true);
  (await vip.post("/v1/client/vouchers/redeem", { code: "VIP" })).is(201);
  const again = await vip.post("/v1/client/vouchers/preview", { code: "VIP" });
  const body = refused(again, 422, "voucher_not_redeemable");
  assert.ok(body.errors.some(({ code }) => code === "already_redeemed"));
  await customer("regular", { plan: "pro", price: "pro-monthly" });
  const regular = await session("regular");
  const late = await regular.post("/v1/client/vouchers/preview", { code: "NEWCOMER" });
  const reasons = refused(late, 422, "voucher_not_redeemable").errors.map(({ code }) => code);
  assert.deepEqual(reasons, ["not_first_purchase"]);
  (await page.post("/v1/client/vouchers/preview", { code: "NEWCOMER" })).is(200);
});

test("a checkout in a sandbox completes at once, with its voucher, and changes price, limit and flag in one go", async () => {
  await customer("shopper", { plan: "starter" });
  const browser = await session("shopper");
  const selection = {
    plan: "pro",
    price: "pro-monthly",
    quantities: { seats: 4 },
    addons: { "extra-calls": 1 },
    voucher: "BIGDEAL",
    successUrl: "https://app.test/thanks",
    cancelUrl: "https://app.test/pricing",
  };
  const done = (await browser.post("/v1/client/checkout", selection)).is(200);
  assert.deepEqual(
    [done.provider, done.status, done.url],
    ["none", "complete", "https://app.test/thanks"],
  );
  assert.equal(done.subscription.plan, "pro");
  assert.equal(done.subscription.status, "active");
  assert.equal(done.redemptions[0].voucher, "big-deal");
  assert.equal((await entitlement("shopper", "api-calls")).limit, 10_000 + 5000 + 50_000);
  assert.equal((await entitlement("shopper", "beta-dashboard")).value, true);
  assert.equal((await entitlement("shopper", "sso")).value, true);
  const shown = (await browser.get("/v1/client/token")).is(200).customer;
  assert.equal(shown.subscriptions.length, 1);
  assert.equal(shown.redemptions.length, 1);
});

test("a checkout whose voucher is refused buys nothing, and one that cannot be bought redeems nothing", async () => {
  await customer("careful");
  const browser = await session("careful");
  const pro = { plan: "pro", price: "pro-monthly" };
  refused(
    await browser.post("/v1/client/checkout", { ...pro, voucher: "NEVER" }),
    404,
    "voucher_unknown",
  );
  refused(
    await browser.post("/v1/client/checkout", { ...pro, vouchers: ["WELCOME20", "NEVER"] }),
    404,
    "voucher_unknown",
  );
  assert.equal(
    (await browser.post("/v1/client/checkout", { plan: "starter", voucher: "BIGDEAL" })).status,
    422,
  );
  assert.equal(
    (await browser.post("/v1/client/checkout", { plan: "old", voucher: "WELCOME20" })).status,
    422,
  );
  assert.equal(
    (await browser.post("/v1/client/checkout", { ...pro, successUrl: "javascript:alert(1)" }))
      .status,
    400,
  );
  assert.deepEqual((await api.get("/v1/customers/careful")).is(200).subscriptions, []);
  (await browser.post("/v1/client/checkout", { ...pro, voucher: "WELCOME20" })).is(200);
});

test("a checkout of somebody who has a subscription changes that one", async () => {
  const { id } = await customer("upgrader", { plan: "starter" });
  const browser = await session("upgrader");
  const up = (await browser.post("/v1/client/checkout", { plan: "pro", price: "pro-yearly" })).is(
    200,
  );
  assert.equal(up.subscription.id, id);
  assert.equal(up.url, null);
  assert.equal((await entitlement("upgrader", "api-calls")).limit, 10_000);
});

test("a checkout of a smaller plan waits for the end of the period", async () => {
  const { id } = await customer("smaller", { plan: "enterprise", price: "enterprise-monthly" });
  const browser = await session("smaller");
  const answer = await browser.post("/v1/client/checkout", { plan: "starter" });
  const [held] = (await api.get("/v1/customers/smaller")).is(200).subscriptions;
  assert.equal(held.id, id);
  const { subscription } = answer.is(200);
  assert.deepEqual(subscription, held);
  assert.deepEqual([held.plan, held.pendingChange.plan], ["enterprise", "starter"]);
  assert.equal(held.pendingChange.at, held.currentPeriod.end);
});

test("a checkout in a live environment without a provider is refused", async () => {
  const live = await edge.environment({ kind: "live" });
  await live.customer("payer");
  const browser = await live.session("payer");
  refused(
    await browser.post("/v1/client/checkout", { plan: "pro", price: "pro-monthly" }),
    409,
    "checkout_unavailable",
  );
  assert.deepEqual((await live.api.get("/v1/customers/payer")).is(200).subscriptions, []);
});

test("a page redeems a voucher for its customer", async () => {
  await customer("clicker", { plan: "starter" });
  const browser = await session("clicker");
  const made = (await browser.post("/v1/client/vouchers/redeem", { code: "ACME-500" })).is(201);
  assert.equal(made.voucher, "acme-500");
  assert.equal((await entitlement("clicker", "api-calls")).limit, 1500);
  refused(
    await page.post("/v1/client/vouchers/redeem", { code: "ACME-500" }),
    401,
    "session_missing",
  );
});
