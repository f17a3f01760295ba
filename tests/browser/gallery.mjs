// The gallery as it was built, served from memory, and Chromium on it.

import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const dist = new URL("../../examples/gallery/dist/", import.meta.url).pathname;
const types = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
};

/**
 * Serves the gallery.
 * @returns {Promise<{ address: string, stop: () => Promise<void> }>}
 */
export async function servedGallery() {
  await stat(join(dist, "index.html")).catch(() => {
    throw new Error("examples/gallery is not built; run `make build` first");
  });
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://gallery");
    const path = join(dist, normalize(pathname === "/" ? "/index.html" : pathname));
    try {
      const body = await readFile(path);
      response.writeHead(200, { "content-type": types[extname(path)] ?? "text/plain" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}

/**
 * A page on the gallery.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {string} address of the gallery
 * @param {{ width?: number, height?: number, dark?: boolean, motion?: boolean }} [options]
 */
export async function galleryPage(
  browser,
  address,
  { width = 1280, height = 900, dark = false, motion = false } = {},
) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    reducedMotion: motion ? "no-preference" : "reduce",
    locale: "en-GB",
    timezoneId: "Pacific/Auckland",
  });
  context.setDefaultTimeout(15_000);
  context.setDefaultNavigationTimeout(15_000);
  const page = await context.newPage();
  /** What the page threw or complained of. */
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  return {
    context,
    page,
    complaints,
    /** Opens a component, or one state of it, with the settings of the gallery. */
    async open(component, settings = {}) {
      await page.goto(`${address}?${new URLSearchParams({ component, ...settings })}`);
      await settled(page);
    },
  };
}

/** Waits until every state shows what it comes to; those that wait for ever are left to wait. */
async function settled(page) {
  await page.locator(".frame").first().waitFor();
  await page.waitForFunction(() =>
    [...document.querySelectorAll(".preview")].every(
      (preview) => preview.dataset.settled === "true",
    ),
  );
}
