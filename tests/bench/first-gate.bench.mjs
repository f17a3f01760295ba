// From navigation to the first answer of the gate, in Chromium, from the real edge: cold (nothing kept, nothing cached)
// and warm (a token in the storage, the HTTP cache filled), beside a page that fetches the same token and verifies it
// with `jose`. What the whole is made of stands below it; parts overlap.

import { launchedBrowser } from "../browser/site.mjs";
import { startedSite } from "./first-gate/site.mjs";
import { environment } from "./subject.mjs";
import { turns } from "./turns.mjs";
import { configurations, prepareFolder, start } from "./workerd.mjs";

const LIMIT_MILLIS = 20_000;
const ROUNDS = 9;
/** A good mobile network: the round trip in milliseconds, bytes a second. */
const mobile = {
  offline: false,
  latency: 60,
  downloadThroughput: 1_250_000,
  uploadThroughput: 625_000,
};

/** Navigates, and waits for the answer. */
async function answer(context, address, network) {
  const page = await context.newPage();
  try {
    page.setDefaultTimeout(LIMIT_MILLIS);
    if (network) {
      const session = await context.newCDPSession(page);
      await session.send("Network.enable");
      await session.send("Network.emulateNetworkConditions", network);
    }
    await page.goto(address, { timeout: LIMIT_MILLIS });
    const measured = await page.evaluate(async () => {
      const { allowed, at } = await globalThis.answer;
      const resources = performance
        .getEntriesByType("resource")
        .map(({ name, startTime, responseEnd }) => ({ name, startTime, responseEnd }));
      return { allowed, at, spans: globalThis.spans, resources };
    });
    if (!measured.allowed) throw new Error(`the gate of ${address} is closed`);
    return measured;
  } finally {
    await page.close();
  }
}

/** How long the resources took whose names match, from the start of the first to the end of the last. */
function stretch(resources, matching) {
  const found = resources.filter(({ name }) => matching.test(name));
  if (found.length === 0) return 0;
  return (
    Math.max(...found.map(({ responseEnd }) => responseEnd)) -
    Math.min(...found.map(({ startTime }) => startTime))
  );
}

/** What the first gate is made of, in milliseconds. */
function parts({ spans, resources }) {
  const wasm = resources.find(({ name }) => name.endsWith(".wasm"));
  return {
    "fetch of the JavaScript": stretch(resources, /\.js$/),
    "fetch of the WebAssembly": stretch(resources, /\.wasm$/),
    "fetch of token and keys": stretch(resources, /\/v1\//),
    "compile, after the last byte": Math.max(0, spans.compiled - (wasm?.responseEnd ?? 0)),
    instantiate: spans.instantiate,
    "read keys and verify": spans.keys + spans.verify,
    "check in WebAssembly": spans.check,
  };
}

/** Each way of arriving: what is measured of a page at an address. */
const arrivals = (browser) => {
  const fresh = async (act) => {
    const context = await browser.newContext();
    try {
      return await act(context);
    } finally {
      await context.close();
    }
  };
  return {
    cold: (address) => fresh((context) => answer(context, address)),
    warm: (address) =>
      fresh(async (context) => {
        await answer(context, address);
        return answer(context, address);
      }),
    "cold, 60 ms away": (address) => fresh((context) => answer(context, address, mobile)),
    "warm, 60 ms away": (address) =>
      fresh(async (context) => {
        await answer(context, address);
        return answer(context, address, mobile);
      }),
  };
};

async function measured(name, arrive, addresses) {
  const whole = [];
  const rounds = await turns({
    ours: async () => {
      const found = await arrive(addresses.ours);
      whole.push(found);
      return found.at;
    },
    baseline: async () => (await arrive(addresses.jose)).at,
    rounds: ROUNDS,
  });
  const row = { unit: "ms", keep: "atMost" };
  const kept = whole.slice(1).map((found) => ({ at: found.at, parts: parts(found) }));
  return [
    { ...row, what: `first gate, ${name}`, against: "fetch and verify with jose", rounds },
    ...Object.keys(kept[0].parts).map((part) => ({
      ...row,
      what: `· ${part}`,
      against: `first gate, ${name}`,
      rounds: kept.map(({ at, parts }) => [parts[part], at]),
    })),
  ];
}

/** @returns {Promise<import("../../scripts/bench/table.mjs").Row[]>} */
export async function bench() {
  const folder = await prepareFolder(configurations.edge);
  const edge = await start(folder);
  const site = await startedSite();
  const browser = await launchedBrowser();
  try {
    const { id, publishableKey, api, customers } = await environment(edge, folder.operatorKey);
    await customers(["first-gate"]);
    const { accessToken } = await api("POST", "/v1/sessions", { customer: "first-gate" });
    const options = { endpoint: edge.url, publishableKey, session: accessToken, environment: id };
    const hash = encodeURIComponent(JSON.stringify(options));
    const addresses = { ours: `${site.url}/ours#${hash}`, jose: `${site.url}/jose#${hash}` };
    const rows = [];
    for (const [name, arrive] of Object.entries(arrivals(browser)))
      rows.push(...(await measured(name, arrive, addresses)));
    return rows;
  } finally {
    await browser.close();
    await site.stop();
    await edge.stop();
    await folder.remove();
  }
}
