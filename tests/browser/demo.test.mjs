// The demo in Chromium, from the real edge: what a visitor sees and does.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startedDemo } from "./demo.mjs";
import { launchedBrowser, numberIn, visit } from "./site.mjs";

let demo;
let browser;
const visitors = [];

before(async () => {
  demo = await startedDemo();
  browser = await launchedBrowser();
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

async function visitor(options) {
  const site = await visit(browser, demo.address, options);
  visitors.push(site);
  return site;
}

/** A test with a separate browser context, whose page must not throw. */
function visitorTest(name, options, act) {
  test(name, { timeout: 90_000 }, async () => {
    const site = await visitor(options);
    try {
      await act(site);
      assert.deepEqual(site.thrown, [], "the page threw");
    } finally {
      await site.context.close();
    }
  });
}

const priceOf = async (plan) =>
  numberIn(await plan.locator(".tollgate-price-amount").textContent());

/** Waits until a locator's text is as wished. */
async function textIs(locator, wished) {
  await locator.filter({ hasText: wished }).first().waitFor();
}

visitorTest(
  "shows three plans with their prices",
  { customer: "harbour-lab" },
  async ({ to, plan }) => {
    await to("pricing");
    await plan("pro").waitFor();
    assert.equal(await plan("starter").locator(".tollgate-price-amount").textContent(), "Free");
    assert.equal(await priceOf(plan("pro")), 49);
    assert.equal(await plan("starter").getAttribute("data-scenario"), "active");
    assert.equal(await plan("enterprise").getAttribute("data-scenario"), "contactSales");
    await textIs(plan("pro").locator(".tollgate-line"), "10,000 API calls a month");
    await textIs(plan("pro"), "Everything in Starter, and");
  },
);

visitorTest(
  "prices seats, periods, currencies and add-ons in the browser, without a request",
  { customer: "harbour-lab" },
  async ({ page, to, plan }) => {
    await to("pricing");
    await plan("pro").waitFor();
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));

    await page.getByRole("spinbutton", { name: "Seats" }).fill("7");
    await textIs(plan("pro").locator(".tollgate-price-amount"), "97");
    assert.equal(await priceOf(plan("enterprise")), 569, "10 seats at $10 would be $599");

    await page.getByRole("radio", { name: /Yearly/ }).check();
    await textIs(plan("pro").locator(".tollgate-price-amount"), "970");
    await page.getByRole("radio", { name: "Monthly" }).check();
    await page.getByRole("combobox", { name: "Currency" }).selectOption("jpy");
    await textIs(plan("pro").locator(".tollgate-price-amount"), "14,600");
    await page.getByRole("combobox", { name: "Currency" }).selectOption("usd");

    await plan("pro").getByRole("button", { name: "More: 5,000 more calls" }).click();
    await textIs(plan("pro").locator(".tollgate-price-amount"), "116");
    await textIs(plan("pro").locator(".tollgate-line"), "15,000");
    await plan("pro")
      .getByRole("checkbox", { name: /Onboarding/ })
      .check();
    await textIs(plan("pro").locator(".tollgate-notes"), "plus $299 once");
    assert.deepEqual(asked, [], "quoting asked the network");

    await page.getByRole("spinbutton", { name: "Seats" }).fill("26");
    await textIs(plan("pro"), "This plan ends at 25 seats");
    assert.equal(
      await plan("pro")
        .getByRole("button", { name: /Pro|trial/ })
        .getAttribute("aria-disabled"),
      "true",
    );
  },
);

visitorTest(
  "closes the gate when a meter is used up, and opens it again",
  { customer: "harbour-lab" },
  async ({ page, to, meter }) => {
    await to("product");
    await textIs(meter("api-calls"), "640 of 1,000 used");
    await page.getByRole("button", { name: "Run 100" }).click();
    await textIs(meter("api-calls"), "740 of 1,000 used");
    await page.getByRole("img", { name: /Tide at Brest/ }).waitFor();
    await page.getByRole("button", { name: "Run 100" }).click();
    await textIs(meter("api-calls"), "Nearly used up: 160 left");
    await page.getByRole("button", { name: "Use up" }).click();

    const wall = page.locator(".tollgate-paywall");
    await textIs(wall, "You have used up your API calls");
    assert.equal(await wall.getAttribute("data-reason"), "limitReached");
    assert.equal(
      await page.getByRole("button", { name: "Run 100" }).count(),
      0,
      "the gate stayed open",
    );
    await textIs(meter("api-calls"), "Used up");

    await page.getByRole("button", { name: "Reset API calls" }).click();
    await textIs(meter("api-calls"), "0 of 1,000 used");
    await page.getByRole("button", { name: "Run", exact: true }).waitFor();
  },
);

visitorTest(
  "says beside the field what is wrong with a code, and keeps it",
  { customer: "harbour-lab" },
  async ({ page, to, plan }) => {
    await to("pricing");
    await plan("pro").waitFor();
    const field = page.getByRole("textbox", { name: "Voucher code" });
    await field.press("Enter");
    await textIs(page.locator(".tollgate-voucher"), "Type a code first.");
    await field.fill("NOSUCHCODE");
    await field.press("Enter");
    await textIs(page.locator(".tollgate-voucher .tollgate-error"), "No voucher has this code");
    assert.equal(await field.inputValue(), "NOSUCHCODE");
    assert.equal(await field.getAttribute("aria-invalid"), "true");
  },
);

visitorTest(
  "subscribes, and opens what the plan brings",
  { customer: "harbour-lab" },
  async ({ page, to, plan, gate, meter, follow }) => {
    await to("product");
    await textIs(gate("analytics"), "See which plan has it");
    await follow("Pricing");
    await plan("pro")
      .getByRole("button", { name: /Pro|trial/ })
      .click();
    await textIs(page.locator(".tollgate-status"), "You are on Pro now.");
    await textIs(plan("pro"), "Trial until");
    await follow("Product");
    await gate("analytics").locator(".chart svg").waitFor();
    await textIs(meter("api-calls"), "10,000");
    await textIs(gate("sso"), "See which plan has it");
  },
);

visitorTest(
  "redeems a voucher: price, limit and flag change in one go",
  { customer: "north-ferry" },
  async ({ page, to, plan, gate, meter, follow }) => {
    await to("product");
    await textIs(meter("api-calls"), "13,480 of 20,000 used");
    await textIs(gate("beta-dashboard"), "See which plan has it");
    await textIs(gate("sso"), "See which plan has it");

    await follow("Pricing");
    await textIs(plan("pro"), "Current plan");
    assert.equal(await priceOf(plan("pro")), 101, "€45, two seats at €11, two add-ons at €17");
    await page.getByRole("textbox", { name: "Voucher code" }).fill(" bigdeal ");
    await page.getByRole("button", { name: "Apply" }).click();

    const pro = plan("pro");
    await textIs(pro.locator(".tollgate-price-before"), "€101");
    assert.equal(await priceOf(pro), 70.7);
    const raised = pro.locator(".tollgate-line").filter({ hasText: "API calls" });
    assert.match(await raised.textContent(), /10,000\s*raised to\s*70,000/);
    await textIs(pro.locator(".tollgate-line.is-new"), "Single sign-on");
    await pro.locator(".tollgate-line.is-new").filter({ hasText: "Beta dashboard" }).waitFor();
    assert.equal(await plan("starter").locator(".tollgate-price-before").count(), 0);

    await page.getByRole("button", { name: "Redeem on your Pro plan" }).click();
    await textIs(page.locator(".tollgate-voucher"), "BIGDEAL is redeemed");
    assert.equal(await priceOf(pro), 70.7, "what is redeemed goes on counting");

    await follow("Product");
    await textIs(meter("api-calls"), "13,480 of 70,000 used");
    await gate("beta-dashboard").locator(".board").first().waitFor();
    await gate("sso").getByLabel("Identity provider").waitFor();

    await follow("Pricing");
    await page.getByRole("button", { name: "BIGDEAL" }).click();
    await textIs(
      page.locator(".tollgate-voucher .tollgate-error"),
      "You have used this code already",
    );
    await page.getByRole("button", { name: "WELCOME20" }).click();
    await textIs(page.locator(".tollgate-voucher .tollgate-error"), "no discount beside yours");
    await page.getByRole("button", { name: "CALLS500" }).click();
    await page.getByRole("button", { name: "Remove CALLS500" }).click();
    await page.getByRole("textbox", { name: "Voucher code" }).waitFor();

    await follow("Account");
    await textIs(page.locator('.facts [data-feature="api-calls"]'), "BIGDEAL");
    await textIs(page.locator("aside"), "BIGDEAL");
  },
);

visitorTest(
  "switches between customers",
  { customer: "harbour-lab" },
  async ({ page, to, meter, gate }) => {
    await to("product");
    await meter("seats").waitFor();
    await page.getByRole("combobox", { name: "Signed in as" }).selectOption("delta-port");
    await textIs(meter("api-calls"), "187,250 of 250,000 used");
    await textIs(meter("seats"), "38 of 40 used");
    await gate("sso").getByLabel("Identity provider").waitFor();
    await page.getByRole("navigation").getByRole("link", { name: "Account" }).click();
    await textIs(page.locator('.facts [data-feature="api-calls"]'), "250,000");
    await textIs(page.locator(".page-head"), "Delta Port Authority");
    await page.reload();
    await textIs(page.locator(".page-head"), "Delta Port Authority");
  },
);

/** Waits until the service worker has cached the page for offline use. */
async function isKept(page) {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await page.reload();
}

visitorTest(
  "reloads without a network: the kept token still opens the gates",
  { customer: "delta-port" },
  async ({ context, page, to, meter, gate }) => {
    await to("product");
    await textIs(meter("api-calls"), "of 250,000 used");
    await isKept(page);
    await textIs(meter("api-calls"), "of 250,000 used");
    await context.setOffline(true);
    await page.reload();
    await textIs(meter("api-calls"), "of 250,000 used");
    await gate("sso").getByLabel("Identity provider").waitFor();
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await textIs(page.getByRole("alert"), "The backend could not be reached");
  },
);

visitorTest(
  "fails closed when the token expires and none can be had",
  { customer: "delta-port" },
  async ({ context, page, to, meter, gate }) => {
    await page.clock.install();
    await to("product");
    await gate("sso").getByLabel("Identity provider").waitFor();
    await context.setOffline(true);
    await page.clock.fastForward("20:00");
    await gate("sso").getByText("See which plan has it").waitFor();
    await textIs(
      page.locator('.tollgate-paywall[data-reason="tokenExpired"]'),
      "could not be renewed",
    );
    await context.setOffline(false);
    await page.clock.fastForward("02:00");
    await textIs(meter("api-calls"), "of 250,000 used");
    await gate("sso").getByLabel("Identity provider").waitFor();
  },
);
