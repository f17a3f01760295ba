// Takes docs/pricing.png, the screenshot in the README: the demo's pricing page with a voucher applied.

import { mkdir } from "node:fs/promises";
import { startedDemo } from "./demo.mjs";
import { launchedBrowser, visit } from "./site.mjs";

const docs = new URL("../../docs/", import.meta.url).pathname;
const demo = await startedDemo();
const browser = await launchedBrowser();
try {
  const { page, to } = await visit(browser, demo.address, {
    customer: "harbour-lab",
    height: 1280,
  });
  await to("pricing");
  await page.getByRole("button", { name: "BIGDEAL" }).click();
  await page.locator(".tollgate-price-before").first().waitFor();
  await page.mouse.move(0, 0);
  await mkdir(docs, { recursive: true });
  await page.screenshot({
    path: `${docs}pricing.png`,
    clip: { x: 0, y: 0, width: 1280, height: 1280 },
  });
} finally {
  await browser.close();
  await demo.stop();
}
