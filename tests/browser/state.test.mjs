// The client's state in real Chromium against the real edge: tabs, networks, clocks, storages, traps, sessions.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { until } from "../e2e/deadline.mjs";
import { startedEdge } from "../e2e/edge.mjs";
import { launchedBrowser } from "./site.mjs";
import { startedSite } from "./state-site.mjs";

const edge = await startedEdge();
const { api, publishableKey, customer } = await edge.environment();
const tokenUrl = `${edge.url}/v1/client/token`;
const step = 10_000;
let site;
let browser;
let made = 0;

before(async () => {
  site = await startedSite(edge.url);
  browser = await launchedBrowser();
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

/** How many tokens the edge was asked for, until now. */
async function tokensAsked() {
  const probes = () => edge.lines.filter((line) => line.includes('"route":"/healthz"')).length;
  const probed = probes();
  await edge.anybody.get("/healthz");
  await until(
    "line of the probe",
    async () => probes(),
    (count) => count > probed,
  );
  return edge.lines.filter(
    (line) =>
      line.includes('"method":"GET","route":"/v1/client/token"') && !line.includes("OPTIONS"),
  ).length;
}

const makeSession = async (id) =>
  (await api.post("/v1/sessions", { customer: id })).is(201).accessToken;

/** Asks the client in a page. */
const sso = (page) => page.evaluate(() => globalThis.client.check("sso"));
const tokenId = (page) => page.evaluate(() => globalThis.client.getSnapshot().token?.id);
const issued = (page) => page.evaluate(() => globalThis.client.getSnapshot().token?.issuedAt);
const state = (page) =>
  page.evaluate(() => {
    const { status, reason, stale, error } = globalThis.client.getSnapshot();
    return { status, reason, stale, error: error?.code ?? null };
  });

/** Waits until the client in a page allows, or does not. */
const isAllowed = (page, allowed) =>
  page.waitForFunction((wished) => globalThis.client?.check("sso").allowed === wished, allowed);

/** A test with a separate browser context and a separate customer who has `sso`; its pages must not throw. */
function visitorTest(name, act) {
  test(name, { timeout: 90_000 }, async () => {
    made += 1;
    const id = `visitor-${made}`;
    await customer(id, { plan: "enterprise", price: "enterprise-monthly" });
    const session = await makeSession(id);
    const context = await browser.newContext();
    context.setDefaultTimeout(step);
    context.setDefaultNavigationTimeout(step);
    const thrown = [];
    /** Opens a tab; waits until its client is there unless `waits` is false. */
    const open = async ({ waits = true, prepare, ...options } = {}) => {
      const page = await context.newPage();
      page.on("pageerror", (error) => thrown.push(error.message));
      await prepare?.(page);
      const asked = JSON.stringify({ publishableKey, endpoint: edge.url, session, ...options });
      await page.goto(`${site.url}/?options=${encodeURIComponent(asked)}`);
      if (waits) await isLoaded(page);
      return page;
    };
    try {
      await act({ context, open, id, session });
      assert.deepEqual(thrown, [], "a page threw");
    } finally {
      await context.close();
    }
  });
}

async function isLoaded(page) {
  await page.waitForFunction(() => globalThis.loaded);
  assert.equal(await page.evaluate(() => globalThis.loaded), "loaded");
}

async function reload(page) {
  await page.reload();
  await isLoaded(page);
}

/** Delays the requests of a page to a URL until `release`. */
async function held(page, url) {
  let seen;
  let release;
  const arrived = new Promise((resolve) => {
    seen = resolve;
  });
  const gone = new Promise((resolve) => {
    release = resolve;
  });
  await page.route(url, async (route) => {
    seen();
    await gone;
    await route.continue().catch(() => {});
  });
  return { arrived, release };
}

/** Waits until a tab waits for the lock that tabs share. */
const isWaiting = (page) =>
  page.waitForFunction(async () => (await navigator.locks.query()).pending.length > 0);

const refresh = (page) =>
  page.evaluate(() => {
    globalThis.refreshing = globalThis.client.refresh().then(
      () => "refreshed",
      (error) => error.code,
    );
  });
const refreshed = (page) => page.evaluate(() => globalThis.refreshing);

/** Two tabs that have finished their initial requests. */
async function twoTabs(open, options) {
  const tabs = [await open(options), await open(options)];
  for (const tab of tabs) await tab.evaluate(() => globalThis.client.refresh());
  return tabs;
}

/** Has two tabs refresh at the same time: the second one begins while the first one waits for its answer. */
async function refreshTogether([first, second]) {
  const { arrived, release } = await held(first, tokenUrl);
  await refresh(first);
  await arrived;
  await refresh(second);
  await isWaiting(second);
  release();
  assert.deepEqual([await refreshed(first), await refreshed(second)], ["refreshed", "refreshed"]);
}

visitorTest("two tabs refresh with one request", async ({ open }) => {
  const tabs = await twoTabs(open);
  const before = await tokensAsked();
  await refreshTogether(tabs);
  assert.equal(await tokensAsked(), before + 1);
  assert.equal(await issued(tabs[0]), await issued(tabs[1]));
});

visitorTest("two tabs renew ahead of expiry with one request", async ({ open }) => {
  const [first, second] = await twoTabs(open, { prepare: (page) => page.clock.install() });
  const before = await tokensAsked();
  const { arrived, release } = await held(first, tokenUrl);
  const other = await held(second, tokenUrl);
  // The clock is that of both.
  await first.clock.fastForward("12:30");
  await Promise.race([arrived, other.arrived]);
  await isWaiting(second);
  other.release();
  release();
  await second.waitForFunction(async () => {
    const { held, pending } = await navigator.locks.query();
    return held.length + pending.length === 0;
  });
  assert.equal(await tokensAsked(), before + 1);
  assert.equal(await issued(first), await issued(second));
});

visitorTest("a tab waits for one that fails, then asks for itself", async ({ open }) => {
  const [first, second] = await twoTabs(open);
  let fail;
  const failing = new Promise((resolve) => {
    fail = resolve;
  });
  let seen;
  const arrived = new Promise((resolve) => {
    seen = resolve;
  });
  await first.route(tokenUrl, async (route) => {
    seen();
    await failing;
    await route.abort();
  });
  await refresh(first);
  await arrived;
  await refresh(second);
  await isWaiting(second);
  fail();
  assert.deepEqual([await refreshed(first), await refreshed(second)], ["network", "refreshed"]);
});

for (const missing of [["BroadcastChannel"], ["locks"], ["BroadcastChannel", "locks"]]) {
  visitorTest(
    `a tab without ${missing.join(" and ")} takes what another has kept`,
    async ({ context, open }) => {
      await context.addInitScript((names) => {
        if (names.includes("BroadcastChannel")) delete globalThis.BroadcastChannel;
        if (names.includes("locks"))
          Object.defineProperty(Navigator.prototype, "locks", { value: undefined });
      }, missing);
      const [first, second] = await twoTabs(open, { prepare: (page) => page.clock.install() });
      await first.clock.fastForward("00:02");
      await refresh(first);
      assert.equal(await refreshed(first), "refreshed");
      const kept = await first.evaluate(() => localStorage.getItem(localStorage.key(0)));
      await second.waitForFunction(
        (text) => localStorage.getItem(localStorage.key(0)) === text,
        kept,
      );
      const expected = await tokenId(first);
      const before = await tokensAsked();
      await first.close();
      if (missing.includes("BroadcastChannel")) {
        assert.notEqual(await tokenId(second), expected, "it was told");
        await second.clock.fastForward("12:30");
      }
      await second.waitForFunction(
        (id) => globalThis.client.getSnapshot().token.id === id,
        expected,
      );
      // A token taken this late is due for refresh soon.
      assert.ok((await tokensAsked()) <= before + 1);
      assert.equal((await sso(second)).allowed, true);
    },
  );
}

visitorTest(
  "a reload without network gates at once, and the network's return is noticed",
  async ({ context, open }) => {
    const page = await open();
    await reload(page);
    await context.setOffline(true);
    await reload(page);
    assert.equal((await sso(page)).allowed, true);
    await page.waitForFunction(() => globalThis.client.getSnapshot().error?.code === "network");
    const before = await tokensAsked();
    await context.setOffline(false);
    await page.waitForFunction(() => globalThis.client.getSnapshot().error === null);
    assert.ok((await tokensAsked()) > before);
  },
);

visitorTest("a slow network delays no answer", async ({ context, open }) => {
  const page = await open();
  const slow = await context.newCDPSession(page);
  await slow.send("Network.enable");
  await slow.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 300,
    downloadThroughput: 100_000,
    uploadThroughput: 50_000,
  });
  const { arrived, release } = await held(page, tokenUrl);
  await reload(page);
  await arrived;
  assert.equal((await sso(page)).allowed, true, "the reload waited for the network");
  assert.deepEqual(await state(page), { status: "ready", reason: null, stale: false, error: null });
  const before = await issued(page);
  release();
  await page.waitForFunction(
    (at) => globalThis.client.getSnapshot().token.issuedAt > at,
    before - 1,
  );
  await page.evaluate(() => localStorage.clear());
  await page.unroute(tokenUrl);
  await reload(page);
  assert.equal((await sso(page)).allowed, true);
});

/** Has the clock of a page wrong by so many milliseconds, from the start. */
const shifted = (by) => (page) =>
  page.addInitScript((millis) => {
    const { now } = Date;
    Date.now = () => now() + millis;
  }, by);

for (const [name, by] of [
  ["a year behind", -365 * 86_400_000],
  ["a day ahead", 86_400_000],
]) {
  visitorTest(`a clock ${name} locks nobody out`, async ({ open }) => {
    const page = await open({ prepare: shifted(by) });
    assert.deepEqual(
      [await sso(page), await state(page)].map(({ allowed, stale }) => [allowed, stale]),
      [
        [true, false],
        [undefined, false],
      ],
    );
    await page.route(tokenUrl, (route) => route.abort());
    await reload(page);
    assert.equal((await sso(page)).allowed, true, "what was learned of the clock was lost");
  });
}

visitorTest(
  "a clock that was set back says so without network, and is corrected by it",
  async ({ open }) => {
    await open();
    const stop = (route) => route.abort();
    const page = await open({
      prepare: async (page) => {
        await shifted(-86_400_000)(page);
        await page.route(tokenUrl, stop);
      },
    });
    assert.equal((await sso(page)).reason, "clockSuspect");
    assert.equal((await state(page)).reason, "clockSuspect");
    await page.unroute(tokenUrl, stop);
    await isAllowed(page, true);
  },
);

visitorTest(
  "a storage that is denied costs nothing but the next visit",
  async ({ context, open }) => {
    await context.addInitScript(() => {
      Object.defineProperty(globalThis, "localStorage", {
        get() {
          throw new DOMException("denied", "SecurityError");
        },
      });
    });
    const tabs = await twoTabs(open);
    assert.equal((await sso(tabs[0])).allowed, true);
    const before = await tokensAsked();
    await refreshTogether(tabs);
    assert.equal(await tokensAsked(), before + 1, "tabs talk without a storage");
  },
);

visitorTest("a storage that is full or broken is lived with", async ({ open }) => {
  const page = await open();
  await page.evaluate(() => {
    const name = localStorage.key(0);
    localStorage.setItem(name, "x".repeat(100));
    for (let size = 2_000_000; size > 0; size = size >> 1) {
      for (let at = 0; ; at += 1) {
        try {
          localStorage.setItem(`full-${size}-${at}`, "x".repeat(size));
        } catch {
          break;
        }
      }
    }
  });
  await refresh(page);
  assert.equal(await refreshed(page), "refreshed");
  assert.equal((await sso(page)).allowed, true);
  const stop = (route) => route.abort();
  await page.route(tokenUrl, stop);
  await page.evaluate(() => {
    localStorage.clear();
    const [key] = [JSON.parse(new URL(location.href).searchParams.get("options")).publishableKey];
    localStorage.setItem(`tollgate:${key}`, '{"version":1,"token":{"__proto__":[]},"customer":7}');
  });
  await reload(page);
  assert.equal((await sso(page)).allowed, false);
  await page.unroute(tokenUrl, stop);
  await isAllowed(page, true);
});

visitorTest("the token of somebody else opens nothing", async ({ open }) => {
  await open();
  const other = "visitor-without";
  await customer(other);
  const page = await open({
    session: await makeSession(other),
    customer: other,
    prepare: (page) => page.route(tokenUrl, (route) => route.abort()),
  });
  assert.equal((await sso(page)).allowed, false);
  assert.equal(await page.evaluate(() => localStorage.length), 0);
});

/** Lets the WebAssembly of a page trap for real, `globalThis.traps` times, in checks. */
const trapping = (page) =>
  page.addInitScript(() => {
    globalThis.traps = 0;
    globalThis.instances = 0;
    const { Instance } = WebAssembly;
    WebAssembly.Instance = new Proxy(Instance, {
      construct(Real, [module, imports]) {
        const { exports } = new Real(module, imports);
        globalThis.instances += 1;
        const check = (handle, ...rest) => {
          if (globalThis.traps === 0) return exports.token_check(handle, ...rest);
          globalThis.traps -= 1;
          return exports.token_check(-16, ...rest);
        };
        return { exports: { ...exports, token_check: check } };
      },
    });
  });

visitorTest("a trap does not poison the page", async ({ open }) => {
  const page = await open({ prepare: trapping });
  const ask = (traps, feature) =>
    page.evaluate(
      ([count, key]) => {
        globalThis.traps = count;
        const { allowed, reason } = globalThis.client.check(key, { requested: 2 });
        return { allowed, reason, instances: globalThis.instances };
      },
      [traps, feature],
    );
  assert.deepEqual(await ask(1, "sso"), { allowed: true, reason: "granted", instances: 2 });
  assert.deepEqual(await ask(2, "analytics"), {
    allowed: false,
    reason: "tokenInvalid",
    instances: 3,
  });
  assert.deepEqual(await ask(0, "analytics"), { allowed: true, reason: "granted", instances: 4 });
  await refresh(page);
  assert.equal(await refreshed(page), "refreshed");
  assert.equal((await sso(page)).allowed, true);
});

visitorTest(
  "sessions that are revoked close every tab, and a new one opens them",
  async ({ open, id }) => {
    const [first, second] = [await open(), await open()];
    (await api.delete(`/v1/customers/${id}/sessions`)).is(204);
    await refresh(first);
    assert.equal(await refreshed(first), "session_revoked");
    for (const page of [first, second]) {
      await isAllowed(page, false);
      assert.equal((await sso(page)).reason, "tokenInvalid");
    }
    assert.equal(await first.evaluate(() => localStorage.length), 0);
    const session = await makeSession(id);
    await first.evaluate((fresh) => {
      globalThis.session = fresh;
    }, session);
    await refresh(first);
    assert.equal(await refreshed(first), "refreshed");
    assert.equal((await sso(first)).allowed, true);
    await isAllowed(second, false).catch(() => {});
    await second.evaluate((fresh) => {
      globalThis.session = fresh;
    }, session);
    await refresh(second);
    assert.equal(await refreshed(second), "refreshed");
    assert.equal((await sso(second)).allowed, true);
  },
);

visitorTest(
  "a page that comes to the front asks anew after a minute, and not before",
  async ({ open }) => {
    const page = await open({ prepare: (page) => page.clock.install() });
    const show = () =>
      page.evaluate(() => {
        document.dispatchEvent(new Event("visibilitychange"));
        window.dispatchEvent(new Event("focus"));
      });
    const before = await tokensAsked();
    await show();
    assert.equal(await tokensAsked(), before);
    await page.clock.fastForward("01:01");
    await show();
    await until("request", tokensAsked, (count) => count === before + 1);
    await show();
    assert.equal(await tokensAsked(), before + 1);
  },
);

visitorTest(
  "a machine that slept through the expiry shows it, and mends it",
  async ({ context, open }) => {
    const page = await open({ prepare: (page) => page.clock.install() });
    await context.setOffline(true);
    await page.evaluate(() => {
      globalThis.seen = [];
      globalThis.client.subscribe(() =>
        globalThis.seen.push(globalThis.client.getSnapshot().reason),
      );
    });
    await page.clock.pauseAt(new Date(Date.now() + 8 * 3_600_000));
    await page.clock.resume();
    await page.waitForFunction(() => globalThis.seen.includes("tokenExpired"));
    assert.equal((await sso(page)).reason, "tokenExpired");
    await context.setOffline(false);
    await isAllowed(page, true);
  },
);
