// The gallery: every component in every state, in light and dark, at three widths. Nothing complains, axe finds
// nothing, nothing is wider than the screen. Screenshots of all of it go to `test-results/gallery`.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { recordings } from "../../examples/gallery/record.mjs";
import { findings, ofColour } from "./axe.mjs";
import { galleryPage, servedGallery } from "./gallery.mjs";
import { launchedBrowser } from "./site.mjs";

const components = [
  "pricing-table",
  "pricing-customers",
  "pricing-vouchers",
  "pricing-catalogues",
  "vouchers",
  "usage-meter",
  "customer-notices",
  "paywall",
  "gates",
  "headless",
];
const screenshots = new URL("../../test-results/gallery/", import.meta.url).pathname;
const recorded = new URL("../../examples/gallery/recordings/", import.meta.url);
/** The greatest height in pixels that a screenshot can have. */
const tallest = 32_000;

let gallery;
let browser;

before(async () => {
  await mkdir(screenshots, { recursive: true });
  gallery = await servedGallery();
  browser = await launchedBrowser();
});

after(async () => {
  await browser?.close();
  await gallery?.stop();
});

test("shows what the edge says of its catalogues", { timeout: 60_000 }, async () => {
  for (const [name, recording] of Object.entries(await recordings())) {
    const kept = JSON.parse(await readFile(new URL(`${name}.json`, recorded), "utf8"));
    assert.deepEqual(kept, recording, `${name}: run \`npm run record\` in examples/gallery`);
  }
});

/** What is wider than its preview, one line each. */
const tooWide = (page) =>
  page.evaluate(() => {
    const beyond = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) beyond.push("the page");
    for (const frame of document.querySelectorAll(".frame")) {
      const preview = frame.querySelector(".preview");
      if (preview.scrollWidth > preview.clientWidth) beyond.push(frame.dataset.state);
    }
    return beyond;
  });

async function takeScreenshot(page, name) {
  const { width, height } = await page.evaluate(() => ({
    width: document.documentElement.clientWidth,
    height: document.documentElement.scrollHeight,
  }));
  for (let y = 0; y < height; y += tallest) {
    await page.screenshot({
      path: `${screenshots}${name}${y ? `-${y / tallest}` : ""}.jpeg`,
      type: "jpeg",
      quality: 85,
      fullPage: true,
      clip: { x: 0, y, width, height: Math.min(tallest, height - y) },
    });
  }
}

for (const component of components) {
  test(`${component}: every state, light and dark, narrow and wide`, {
    timeout: 180_000,
  }, async () => {
    const { context, page, complaints, open } = await galleryPage(browser, gallery.address);
    try {
      await open(component);
      for (const width of [1280, 768, 320]) {
        await page.setViewportSize({ width, height: 900 });
        assert.deepEqual(await tooWide(page), [], `wider than ${width} px`);
        for (const scheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme: scheme });
          // At one width nothing but colours differs between the two.
          const found = await findings(page, scheme === "dark" ? ofColour : undefined);
          assert.deepEqual(found, [], `${width} px, ${scheme}`);
          await takeScreenshot(page, `${component}-${width}-${scheme}`);
        }
      }
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  });
}

for (const [locale, dir] of [
  ["ar", "rtl"],
  ["ja", "ltr"],
  ["de", "ltr"],
]) {
  test(`the voucher state in ${locale}`, { timeout: 60_000 }, async () => {
    const { context, page, complaints, open } = await galleryPage(browser, gallery.address);
    try {
      await open("pricing-vouchers", { state: "voucher", locale });
      assert.equal(await page.locator(".preview").getAttribute("dir"), dir);
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 900 });
        assert.deepEqual(await tooWide(page), [], `${width} px`);
        assert.deepEqual(await findings(page), [], `${width} px`);
        await takeScreenshot(page, `voucher-${locale}-${width}`);
      }
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  });
}
