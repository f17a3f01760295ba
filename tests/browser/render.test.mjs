// Pages that a server renders, hydrated in Chromium against the real edge: with React 18 and 19, as a stream, in strict
// mode. The first client render equals the server's, no request comes before its gates, and nothing changes after it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startedEdge } from "../e2e/edge.mjs";
import { startedSite } from "./render/site.mjs";
import { launchedBrowser } from "./site.mjs";

const limit = { timeout: 60_000 };
const step = 10_000;
const edge = await startedEdge();
const environment = await edge.environment();
const browser = await launchedBrowser();
const sites = new Map();
let customers = 0;

before(async () => {
  for (const react of [18, 19]) sites.set(react, await startedSite(react));
});

after(async () => {
  await browser.close();
  for (const site of sites.values()) await site.stop();
});

/** A new customer on Pro with some usage, and what a page is given for them. */
async function newCustomer({ plan = "pro" } = {}) {
  customers += 1;
  const customer = `customer-${customers}`;
  const selection =
    plan === "pro" ? { plan, price: "pro-monthly", quantities: { seats: 4 } } : { plan };
  await environment.customer(customer, { ...selection });
  const usage = { customer, feature: "api-calls", value: 640, behaviour: "set", key: customer };
  (await environment.api.post("/v1/usage", usage)).is(200);
  const { accessToken } = (await environment.api.post("/v1/sessions", { customer })).is(201);
  const { publishableKey } = environment;
  return { customer, provider: { publishableKey, endpoint: edge.url, accessToken } };
}

async function snapshotFor(site, provider, more = {}) {
  const errors = [];
  const onError = (error) => errors.push(error.code);
  const snapshot = await site.takeSnapshot({
    ...provider,
    ...site.questions,
    locale: "en-GB",
    onError,
    ...more,
  });
  return { snapshot, errors };
}

/** A visitor whose WebAssembly and edge wait until `release`, and what the page says. */
async function visitor({ hold = true, clock } = {}) {
  const context = await browser.newContext({ locale: "de-DE", timezoneId: "Pacific/Auckland" });
  context.setDefaultTimeout(step);
  const page = await context.newPage();
  const said = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) said.push(message.text());
  });
  page.on("pageerror", (error) => said.push(error.message));
  if (clock !== undefined) await page.clock.install({ time: clock });
  let release = () => {};
  const released = new Promise((resolve) => {
    release = resolve;
  });
  if (!hold) release();
  const wait = async (route) => {
    await released;
    await route.continue().catch(() => {});
  };
  await context.route("**/*.wasm", wait);
  await context.route(`${edge.url}/**`, wait);
  // The part that comes late in the browser.
  await page.addInitScript(() => {
    window.late = new Promise((resolve) => {
      window.giveLate = resolve;
    });
  });
  return {
    page,
    said,
    release,
    context,
    text: (id) => page.locator(`#${id}`).first().textContent(),
    hydrated: () => page.waitForFunction(() => window.gateAt !== undefined),
    real: () => page.waitForFunction(() => window.isReal === true),
    complaints: () => page.evaluate(() => window.complaints),
  };
}

/** Records every mutation below the root, except attributes that React writes again unchanged. */
const watch = (page) =>
  page.evaluate(() => {
    window.changes = [];
    const observer = new MutationObserver((records) => {
      const seen = new Map();
      for (const { type, target, attributeName, oldValue } of records) {
        const at = target.nodeType === 1 ? target : target.parentElement;
        const before = seen.get(target) ?? {};
        seen.set(target, { [attributeName]: oldValue, ...before });
        if (type !== "attributes") window.changes.push(`${type} in ${at?.outerHTML.slice(0, 120)}`);
      }
      for (const [target, attributes] of seen) {
        for (const [name, value] of Object.entries(attributes)) {
          if (target.nodeType === 1 && name !== "null" && target.getAttribute(name) !== value)
            window.changes.push(`${name}, ${value} before, in ${target.outerHTML.slice(0, 120)}`);
        }
      }
    });
    observer.observe(document.getElementById("root"), {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeOldValue: true,
    });
  });

/** Waits until the loaded client has answered everything anew, and that has been drawn. */
async function settled(page) {
  await page.waitForFunction(() => {
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
    return ["gate_bg.wasm", "quote_bg.wasm", "/v1/client/pricing", "jwks.json"].every((part) =>
      loaded.some((name) => name.includes(part)),
    );
  });
  await page.waitForLoadState("networkidle");
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
}

function visitorTest(name, act, versions = [18, 19]) {
  for (const react of versions) {
    test(`React ${react}: ${name}`, limit, async () => {
      const site = sites.get(react);
      assert.match(site.version, new RegExp(`^${react}\\.`));
      const visitors = [];
      const visit = async (options) => {
        const one = await visitor(options);
        visitors.push(one);
        return one;
      };
      try {
        await act(site, visit);
      } finally {
        for (const { context, release } of visitors) {
          release();
          await context.close();
        }
      }
    });
  }
}

visitorTest(
  "the first client render equals the server's, and the loaded client changes nothing",
  async (site, visit) => {
    const { provider } = await newCustomer();
    const { snapshot, errors } = await snapshotFor(site, provider);
    assert.deepEqual(errors, []);
    const address = await site.serve({ provider, snapshot });
    const { page, said, text, hydrated, real, release, complaints } = await visit();
    await page.goto(address, { waitUntil: "commit" });
    await hydrated();

    const [served, drawn] = await page.evaluate(() => [
      window.served,
      document.getElementById("whole").innerHTML,
    ]);
    assert.equal(drawn, served, "hydration changed the page");
    assert.equal(await text("protect"), "open");
    assert.equal(await text("show"), "open");
    assert.equal(await text("combined"), "switchedOff");
    assert.equal(await text("unasked"), "loading", "what the snapshot does not hold was guessed");
    assert.equal(await text("support"), "email");
    assert.match(await text("quote"), /^\d+$/);
    await page.locator(".tollgate-plan[data-scenario=active]").waitFor();
    await page.locator(".tollgate-paywall[data-reason=notEntitled]").waitFor();
    assert.match(
      await page.locator(".tollgate-meter").first().textContent(),
      /API calls.*640 of 10,000/,
    );

    const before = await page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .filter(
          ({ startTime, initiatorType }) => startTime < window.gateAt && initiatorType === "fetch",
        )
        .map(({ name }) => name),
    );
    assert.deepEqual(before, [], "a request came before the first gate");

    await watch(page);
    release();
    await real();
    await page.waitForFunction(
      () => document.getElementById("unasked").textContent === "withinLimit",
    );
    await settled(page);
    const changes = await page.evaluate(() => window.changes);
    assert.deepEqual(
      changes.filter((change) => !change.includes('id="unasked"')),
      [],
      "the loaded client changed what is shown",
    );
    const asked = await page.evaluate(() =>
      performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname),
    );
    assert.equal(asked.includes("/v1/client/token"), false, "a fresh token was fetched again");

    // What comes late is drawn from the same, though another client answers by now.
    await page.evaluate(() => window.giveLate());
    await page.waitForFunction(() => {
      const late = document.querySelector(".late");
      return Object.keys(late).some((key) => key.startsWith("__reactFiber"));
    });
    assert.match(await page.locator(".late").textContent(), /Seats/);
    assert.deepEqual(await complaints(), []);
    assert.deepEqual(said, []);
  },
);

visitorTest(
  "a visitor who is not signed in sees prices, and closed gates, at once",
  async (site, visit) => {
    const { accessToken: _, ...provider } = (await newCustomer()).provider;
    const { snapshot, errors } = await snapshotFor(site, provider);
    assert.deepEqual(errors, []);
    assert.equal(snapshot.token, null);
    const { page, said, text, hydrated, real, release, complaints } = await visit();
    await page.goto(await site.serve({ provider, snapshot }), { waitUntil: "commit" });
    await hydrated();
    assert.equal(await text("protect"), "closed");
    assert.equal(await page.locator(".tollgate-plan[data-plan]").count(), 3);
    await watch(page);
    release();
    await real();
    await page.waitForFunction(() =>
      performance.getEntriesByType("resource").some(({ name }) => name.includes("quote_bg.wasm")),
    );
    await page.waitForLoadState("networkidle");
    assert.deepEqual(await page.evaluate(() => window.changes), []);
    assert.deepEqual([await complaints(), said], [[], []]);
  },
);

visitorTest(
  "what is chosen before the client is there is priced when it is",
  async (site, visit) => {
    const { provider } = await newCustomer();
    const { snapshot } = await snapshotFor(site, provider);
    const { page, said, hydrated, release } = await visit();
    await page.goto(await site.serve({ provider, snapshot }), { waitUntil: "commit" });
    await hydrated();
    const amount = page.locator('.tollgate-plan[data-plan="pro"] .tollgate-price-amount');
    const before = await amount.textContent();
    await page.getByRole("radio", { name: /Yearly/ }).check();
    release();
    await page.waitForFunction(
      ([element, shown]) => element.textContent !== shown,
      [await amount.elementHandle(), before],
    );
    assert.deepEqual(said, []);
  },
  [19],
);

visitorTest(
  "an edge out of reach of the server leaves the page to the browser",
  async (site, visit) => {
    const { provider } = await newCustomer();
    // Nobody listens at port 1.
    const { snapshot, errors } = await snapshotFor(site, provider, {
      endpoint: "http://127.0.0.1:1",
    });
    assert.ok(errors.includes("network"), String(errors));
    assert.equal(snapshot.status, "loading");
    const { page, said, text, hydrated, real, release, complaints } = await visit();
    await page.goto(await site.serve({ provider, snapshot }), { waitUntil: "commit" });
    await hydrated();
    assert.equal(await text("protect"), "loading");
    await page.locator('.tollgate-pricing[aria-busy="true"]').waitFor();
    release();
    await real();
    assert.equal(await text("protect"), "open");
    await page.locator(".tollgate-plan[data-scenario=active]").waitFor();
    assert.deepEqual([await complaints(), said], [[], []]);
  },
);

visitorTest(
  "a slow edge does not hold the page up",
  async (site) => {
    const { provider } = await newCustomer();
    const silent = (_, { signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
      });
    const asked = snapshotFor(site, provider, { fetch: silent, timeout: 50 });
    const { snapshot, errors } = await asked;
    assert.equal(snapshot.status, "loading");
    assert.deepEqual(errors, ["snapshot_late"]);
    const { snapshot: endless } = await snapshotFor(
      site,
      {
        ...provider,
        accessToken: () => new Promise(() => {}),
      },
      { timeout: 50 },
    );
    assert.equal(endless.status, "loading");
  },
  [19],
);

visitorTest(
  "a page from a cache, past its token: drawn as it was served, then put away and fetched anew",
  async (site, visit) => {
    const { provider } = await newCustomer();
    const { snapshot } = await snapshotFor(site, provider);
    const { page, text, hydrated, real, release, complaints } = await visit({
      clock: snapshot.summary.expiresAt + 3_600_000,
    });
    await page.goto(await site.serve({ provider, snapshot }), { waitUntil: "commit" });
    await page.waitForFunction(() => document.getElementById("protect").textContent === "loading");
    assert.match(await page.evaluate(() => window.served), /open/);
    release();
    await real();
    await page.waitForFunction(() => document.getElementById("protect").textContent === "open");
    assert.deepEqual(await complaints(), []);
    await hydrated();
    assert.equal(await text("protect"), "open");
  },
);

visitorTest(
  "a tampered snapshot draws once, and opens nothing after that",
  async (site, visit) => {
    const { customer, provider } = await newCustomer({ plan: "starter" });
    const { snapshot } = await snapshotFor(site, provider);
    const forged = structuredClone(snapshot);
    Object.assign(forged.customer.entitlements.analytics, {
      allowed: true,
      reason: "granted",
      value: true,
    });
    const signature = forged.token.lastIndexOf(".") + 1;
    const other = forged.token[signature] === "A" ? "B" : "A";
    for (const token of [
      forged.token,
      forged.token.slice(0, signature) + other + forged.token.slice(signature + 1),
      "",
      "x".repeat(100_000),
    ]) {
      const { page, said, text, hydrated, real, release, complaints } = await visit();
      const props = { provider, snapshot: { ...forged, token } };
      await page.goto(await site.serve(props), { waitUntil: "commit" });
      await hydrated();
      assert.equal(await text("protect"), "open");
      release();
      await real();
      assert.equal(await text("protect"), "closed", `a gate stayed open for ${customer}`);
      await page.locator(".tollgate-meter").first().waitFor();
      assert.deepEqual([await complaints(), said], [[], []]);
    }
  },
  [19],
);

visitorTest(
  "a snapshot for somebody else opens nothing for who is signed in",
  async (site, visit) => {
    const { provider: rich } = await newCustomer();
    const poor = await newCustomer({ plan: "starter" });
    const { snapshot } = await snapshotFor(site, rich);
    // Named: it counts as none, on both sides.
    const named = { ...poor.provider, customer: poor.customer };
    const one = await visit();
    await one.page.goto(await site.serve({ provider: named, snapshot }), { waitUntil: "commit" });
    await one.hydrated();
    assert.equal(await one.text("protect"), "loading");
    one.release();
    await one.real();
    assert.equal(await one.text("protect"), "closed");
    assert.deepEqual([await one.complaints(), one.said], [[], []]);
  },
  [19],
);

visitorTest(
  "a token from a page is not newer than one from before: the newest counts",
  async (site, visit) => {
    const { customer, provider } = await newCustomer({ plan: "starter" });
    const { snapshot: old } = await snapshotFor(site, provider);
    const { page, text, real, release } = await visit();
    release();
    // The token's seconds tell the two apart.
    const second = Math.ceil((old.summary.issuedAt + 1) / 1_000) * 1_000;
    while (Date.now() <= second) await new Promise((resolve) => setTimeout(resolve, 50));
    const { subscriptions } = (await environment.api.get(`/v1/customers/${customer}`)).is(200);
    const path = `/v1/customers/${customer}/subscriptions/${subscriptions[0].id}`;
    (await environment.api.patch(path, { plan: "pro", price: "pro-monthly" })).is(200);
    const { snapshot: fresh } = await snapshotFor(site, provider);
    await page.goto(await site.serve({ provider, snapshot: fresh }));
    await real();
    assert.equal(await text("protect"), "open");
    await page.goto(await site.serve({ provider, snapshot: old }));
    await real();
    assert.equal(await text("protect"), "open");
  },
  [19],
);

visitorTest("a checkout is waited for until the customer holds the plan", async (site, visit) => {
  const { customer, provider } = await newCustomer({ plan: "starter" });
  const { snapshot } = await snapshotFor(site, provider);
  const completion = { plan: "pro", interval: 100, timeout: 30_000 };
  const { page, said } = await visit({ hold: false });
  await page.goto(await site.serve({ provider, snapshot, completion }));
  await page.locator("output", { hasText: "waiting" }).waitFor();
  const { subscriptions } = (await environment.api.get(`/v1/customers/${customer}`)).is(200);
  const path = `/v1/customers/${customer}/subscriptions/${subscriptions[0].id}`;
  (await environment.api.patch(path, { plan: "pro", price: "pro-monthly" })).is(200);
  await page.locator("output", { hasText: "complete" }).waitFor();

  const hasty = { plan: "enterprise", interval: 50, timeout: 200 };
  await page.goto(await site.serve({ provider, snapshot, completion: hasty }));
  await page.locator("output", { hasText: "timedOut" }).waitFor();
  assert.deepEqual(said, []);
});
