// Accessibility: axe on every page, the keyboard, narrow screens.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { findings } from "./axe.mjs";
import { startedDemo } from "./demo.mjs";
import { launchedBrowser, visit } from "./site.mjs";

let demo;
let browser;

before(async () => {
  demo = await startedDemo();
  browser = await launchedBrowser();
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

const ready = {
  pricing: ".tollgate-plan",
  product: ".tollgate-meter-track",
  account: ".facts > div",
};

for (const dark of [false, true]) {
  for (const [route, sign] of Object.entries(ready)) {
    for (const width of [320, 1280]) {
      test(`${route}, ${dark ? "dark" : "light"}, ${width} px: axe finds nothing`, {
        timeout: 60_000,
      }, async () => {
        const { context, page, to } = await visit(browser, demo.address, {
          customer: "harbour-lab",
          width,
          dark,
        });
        try {
          await to(route);
          await page.locator(sign).first().waitFor();
          if (route === "pricing") {
            await page.getByRole("button", { name: "BIGDEAL" }).click();
            await page.locator(".tollgate-price-before").first().waitFor();
            await page.locator("summary").first().click();
          }
          assert.deepEqual(await findings(page), []);
          const beyond = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          assert.equal(beyond, 0, "the page is wider than the screen");
        } finally {
          await context.close();
        }
      });
    }
  }
}

test("the pricing table works by keyboard alone", { timeout: 60_000 }, async () => {
  const { context, page, to, plan } = await visit(browser, demo.address, {
    customer: "harbour-lab",
  });
  try {
    await to("pricing");
    await plan("pro").waitFor();
    const focused = () =>
      page.evaluate(
        () =>
          document.activeElement?.getAttribute("aria-label") ??
          document.activeElement?.textContent ??
          "",
      );
    await page.getByRole("radio", { name: "Monthly" }).focus();
    await page.keyboard.press("ArrowRight");
    await plan("pro").locator(".tollgate-price", { hasText: "per year" }).waitFor();
    await page.keyboard.press("ArrowLeft");
    await plan("pro").locator(".tollgate-price", { hasText: "per month" }).waitFor();
    await page.getByRole("slider", { name: "Seats" }).focus();
    await page.keyboard.press("ArrowRight");
    await plan("pro").locator(".tollgate-price-amount", { hasText: "61" }).waitFor();
    await page.getByRole("textbox", { name: "Voucher code" }).focus();
    await page.keyboard.type("welcome20");
    await page.keyboard.press("Enter");
    await plan("pro").locator(".tollgate-price-before").waitFor();
    await page.getByRole("button", { name: "Remove WELCOME20" }).focus();
    assert.match(await focused(), /WELCOME20/);
    await page.keyboard.press("Enter");
    await plan("pro").locator(".tollgate-price-before").waitFor({ state: "detached" });
  } finally {
    await context.close();
  }
});
