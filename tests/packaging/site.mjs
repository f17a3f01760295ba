// Files over HTTP as a host with a strict Content-Security-Policy serves them, and Chromium to look at them.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { launchedBrowser } from "../browser/site.mjs";

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** Scripts and WebAssembly of its own and nothing inline; requests to itself and to the edge. */
export const strictPolicy = (edge) =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${edge}`,
  ].join("; ");

/**
 * Serves a folder.
 * @param {string} folder
 * @param {{ policy?: string, given?: object }} options `given` is served as `/given.json`
 */
export async function serveFolder(folder, { policy, given = {} }) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://127.0.0.1");
    const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    const body =
      path === "/given.json"
        ? JSON.stringify(given)
        : await readFile(join(folder, normalize(path))).catch(() => null);
    const headers = { "Content-Type": types[extname(path)] ?? "application/octet-stream" };
    if (policy) headers["Content-Security-Policy"] = policy;
    response.writeHead(body === null ? 404 : 200, headers).end(body);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    stop: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}

/**
 * Opens a page and looks at it. Whatever it throws, prints as an error or asks for in vain fails the test.
 * @template T
 * @param {string} url
 * @param {(page: import("playwright-core").Page) => Promise<T>} look
 * @returns {Promise<T>}
 */
export async function visited(url, look) {
  const browser = await launchedBrowser();
  const complaints = [];
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(30_000);
    page.on("pageerror", ({ message }) => complaints.push(message));
    page.on("console", (line) => {
      if (["error", "warning"].includes(line.type())) complaints.push(line.text());
    });
    await page.goto(url);
    const seen = await look(page).catch((error) => {
      throw new Error(`${error.message}\nthe page said: ${JSON.stringify(complaints)}`);
    });
    assert.deepEqual(complaints, []);
    return seen;
  } finally {
    await browser.close();
  }
}

/** What `fixtures/page` found out. */
export async function answersOf(page) {
  await page.locator("body[data-answers]").waitFor({ state: "attached" });
  return JSON.parse(await page.locator("body").getAttribute("data-answers"));
}
