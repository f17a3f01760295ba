// Chromium on the demo. Every step has a time limit, and a page that throws fails its test.

import { chromium } from "playwright-core";

const step = 10_000;

/** @returns {Promise<import("playwright-core").Browser>} */
export function launchedBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROME || "/usr/bin/chromium",
    // Without a user namespace of its own, as in most containers, the sandbox cannot start.
    args: ["--no-sandbox"],
    timeout: 30_000,
  });
}

/**
 * A fresh visitor.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {string} address of the demo
 * @param {{ customer?: string, width?: number, height?: number, dark?: boolean }} [options]
 */
export async function visit(
  browser,
  address,
  { customer, width = 1280, height = 900, dark = false } = {},
) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
    locale: "en-GB",
    timezoneId: "Pacific/Auckland",
  });
  context.setDefaultTimeout(step);
  context.setDefaultNavigationTimeout(step);
  if (customer) {
    await context.addInitScript((id) => {
      if (!localStorage.getItem("driftline-customer"))
        localStorage.setItem("driftline-customer", id);
    }, customer);
  }
  const page = await context.newPage();
  /** What the page threw. */
  const thrown = [];
  page.on("pageerror", (error) => thrown.push(error.message));
  const to = (route) => page.goto(`${address}#/${route}`);
  return {
    context,
    page,
    thrown,
    to,
    plan: (key) => page.locator(`[data-plan="${key}"].tollgate-plan`),
    meter: (feature) => page.locator(`.tollgate-meter[data-feature="${feature}"]`),
    gate: (feature) => page.locator(`[data-gate="${feature}"]`),
    /** Opens another page of the demo without loading it anew. */
    async follow(name) {
      await page.getByRole("navigation").getByRole("link", { name }).click();
    },
  };
}

/** The number that stands in a text: `$1,234.50 per month` is 1234.5. */
export const numberIn = (text) =>
  Number(/-?[\d,]+(\.\d+)?/.exec(text ?? "")?.[0].replaceAll(",", ""));
