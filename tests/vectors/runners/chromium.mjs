// WebAssembly in Chromium, on a page served for it.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { launchedBrowser } from "../../browser/site.mjs";

const pages = {
  "/": ["text/html", "<!doctype html><title>Vectors</title>"],
  "/vectors.js": ["text/javascript"],
  "/vectors_bg.wasm": ["application/wasm"],
};

/**
 * @param {string[]} lines
 * @returns {Promise<string[]>} an answer for each
 */
export async function chromium(lines) {
  const server = createServer(serve);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  let browser;
  try {
    browser = await launchedBrowser();
    const page = await browser.newPage();
    page.setDefaultTimeout(120_000);
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    return await page.evaluate(async (cases) => {
      const vectors = await import("/vectors.js");
      await vectors.default({ module_or_path: "/vectors_bg.wasm" });
      return cases.map(vectors.run);
    }, lines);
  } finally {
    await browser?.close();
    server.closeAllConnections();
    server.close();
  }
}

async function serve({ url }, response) {
  const [type, text] = pages[url] ?? [];
  if (!type) {
    response.writeHead(404).end();
    return;
  }
  const body = text ?? (await readFile(new URL(`../wasm${url}`, import.meta.url)));
  response.writeHead(200, { "content-type": type }).end(body);
}
