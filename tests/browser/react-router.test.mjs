// examples/react-router as it is built, in Chromium against the real edge.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { seed } from "../../examples/pricing-page/seed.mjs";
import { caller } from "../../scripts/start/api.mjs";
import { freePort } from "../../scripts/start/edge.mjs";
import { startServer } from "../../scripts/start/server.mjs";
import { startedEdge } from "../e2e/edge.mjs";
import { launchedBrowser } from "./site.mjs";

const folder = new URL("../../examples/react-router", import.meta.url).pathname;
const limit = { timeout: 60_000 };
const edge = await startedEdge();
const environment = await edge.environment({ catalog: null });
let browser;
let server;
let origin;

before(async () => {
  await seed({
    api: caller(edge.url, environment.secretKey),
    state: {},
    keep: async () => {},
  });
  const port = await freePort(0);
  origin = `http://127.0.0.1:${port}`;
  server = await startServer(process.execPath, ["server.mjs"], {
    url: origin,
    cwd: folder,
    env: {
      NODE_ENV: "production",
      PORT: String(port),
      TOLLGATE_ENDPOINT: edge.url,
      TOLLGATE_ENVIRONMENT: environment.id,
      TOLLGATE_PUBLISHABLE_KEY: environment.publishableKey,
      TOLLGATE_SECRET_KEY: environment.secretKey,
    },
  });
  browser = await launchedBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

async function visited(customer, act, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(10_000);
  if (customer) await context.addCookies([{ name: "customer", value: customer, url: origin }]);
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  try {
    await act(page, complaints);
  } finally {
    await context.close();
  }
}

const html = async (path, customer) => {
  const headers = customer ? { cookie: `customer=${customer}` } : {};
  const answer = await fetch(origin + path, { headers, signal: AbortSignal.timeout(10_000) });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};

test("the server's HTML holds gates and prices already, and no secret", limit, async () => {
  const { text, headers } = await html("/pricing", "north-ferry");
  assert.match(text, /data-scenario="active"/);
  assert.match(text, /tollgate-price-amount/);
  assert.doesNotMatch(text, /aria-busy="true"/);
  assert.doesNotMatch(text, /sk_sandbox/);
  assert.equal(headers.get("cache-control"), "private, no-store");
  const nobody = await html("/pricing");
  assert.match(nobody.text, /tollgate-price-amount/);
  assert.doesNotMatch(nobody.text, /north-ferry"?,/);
});

test(
  "the server gives the figures of a report to those alone who may see them",
  limit,
  async () => {
    const allowed = await html("/reports", "north-ferry");
    assert.equal(allowed.status, 200);
    assert.match(allowed.text, /2,137/);
    for (const customer of ["harbour-lab", undefined, "somebody-else"]) {
      const denied = await html("/reports", customer);
      assert.equal(denied.status, 403);
      assert.doesNotMatch(denied.text, /2,137|401,388/);
    }
  },
);

test("hydrates without a word, and a plan that is bought opens its gates", limit, async () => {
  await visited("harbour-lab", async (page, complaints) => {
    await page.goto(`${origin}/pricing`);
    const pro = page.locator('.tollgate-plan[data-plan="pro"]');
    await page.getByRole("spinbutton", { name: "Seats" }).fill("7");
    await pro.locator(".tollgate-price-amount", { hasText: "97" }).waitFor();
    await pro.getByRole("button", { name: /Pro|trial/ }).click();
    await page.locator(".tollgate-status", { hasText: "You are on Pro now." }).waitFor();
    await page.getByRole("link", { name: "Reports" }).click();
    await page.getByRole("heading", { name: "2,137 calls" }).waitFor();
    await page.getByRole("link", { name: "Today" }).click();
    await page.getByText("Thank you for being on Pro.").waitFor();
    assert.deepEqual(complaints, []);
  });
});

test("switches between customers", limit, async () => {
  await visited(null, async (page, complaints) => {
    await page.goto(origin);
    await page.getByRole("combobox", { name: "Signed in as" }).selectOption("north-ferry");
    await page.getByText("Thank you for being on Pro.").waitFor();
    await page.locator(".tollgate-meter", { hasText: "13,480 of 20,000" }).waitFor();
    assert.deepEqual(complaints, []);
  });
});

test("reads without JavaScript", limit, async () => {
  const off = { javaScriptEnabled: false };
  const see = async (page) => {
    await page.goto(origin);
    await page.locator(".tollgate-meter", { hasText: "13,480 of 20,000" }).waitFor();
    await page.goto(`${origin}/pricing`);
    await page.locator('.tollgate-plan[data-plan="pro"]', { hasText: "Current plan" }).waitFor();
  };
  await visited("north-ferry", see, off);
});
