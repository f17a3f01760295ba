// The examples as their README says they are started: one command, with an edge of its own.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { after, test } from "node:test";
import { freePort } from "../../scripts/start/edge.mjs";
import { plain, root } from "./process.mjs";
import { visited } from "./site.mjs";

const running = new Set();
after(() => {
  for (const pid of running) process.kill(-pid, "SIGKILL");
});

/** Starts an example, looks at it, and ends it as Ctrl-C does. */
async function started(name, look) {
  const port = await freePort(0);
  const child = spawn("npm", ["start", "--silent"], {
    cwd: join(root, "examples", name),
    env: { ...process.env, ...plain, PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  running.add(child.pid);
  let said = "";
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    errors += text;
  });
  const ended = new Promise((done) => child.on("close", (code, signal) => done(signal ?? code)));
  await new Promise((done, fail) => {
    const over = setTimeout(() => fail(new Error(`not ready in time\n${said}\n${errors}`)), 60_000);
    ended.then((how) => fail(new Error(`ended with ${how}\n${said}\n${errors}`)));
    child.stdout.setEncoding("utf8").on("data", (text) => {
      said += text;
      if (!said.includes("Ctrl-C")) return;
      clearTimeout(over);
      done();
    });
  });
  const [, url] = /ready at (\S+)/.exec(said);
  const tokens = {
    free: /^FREE=(\S+)$/m.exec(said)[1],
    pro: /^PRO=(\S+)$/m.exec(said)[1],
  };
  try {
    await look(url, tokens);
  } finally {
    process.kill(-child.pid, "SIGTERM");
    await ended;
    running.delete(child.pid);
  }
  await assert.rejects(fetch(url, { signal: AbortSignal.timeout(5_000) }), "it still answers");
}

/** A caller of one address: status, and the JSON of the answer. */
const caller = (url) => async (path, token, init) => {
  const answer = await fetch(url + path, {
    ...init,
    headers: token && { Authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(10_000),
  });
  return [answer.status, await answer.json()];
};

test("node-server gates a route", async () => {
  await started("node-server", async (url, { free, pro }) => {
    const ask = caller(url);
    const [status, { customer, plans }] = await ask("/reports", pro);
    assert.deepEqual([status, customer, plans], [200, "north-ferry", ["pro"]]);
    const denied = async (...asked) => {
      const [status, { code }] = await ask(...asked);
      return [status, code];
    };
    assert.deepEqual(await denied("/reports", free), [403, "not_entitled"]);
    assert.deepEqual(await denied("/reports"), [401, "token_missing"]);
    const post = { method: "POST" };
    const [, first] = await ask("/forecasts", free, post);
    const [, second] = await ask("/forecasts", free, post);
    assert.equal(second.used, first.used + 1);
  });
});

test("cloudflare-worker verifies in another Worker", async () => {
  await started("cloudflare-worker", async (url, { free, pro }) => {
    const ask = caller(url);
    const [status, answer] = await ask("/reports", pro);
    assert.equal(status, 200);
    assert.deepEqual([answer.customer, answer.resolution], ["north-ferry", "1 km"]);
    const [, { resolution, left }] = await ask("/forecasts", free);
    assert.deepEqual([resolution, left], ["4 km", 360]);
    for (const [token, expected] of [
      [free, [403, "not_entitled"]],
      [undefined, [401, "token_missing"]],
    ]) {
      const [status, { code }] = await ask("/reports", token);
      assert.deepEqual([status, code], expected);
    }
  });
});

test("plain-html gates and quotes in a page without a build", async () => {
  await started("plain-html", async (url) => {
    for (const path of [
      "/tollgate/../package.json",
      "/tollgate/%2e%2e/package.json",
      "/server.mjs",
    ]) {
      const answer = await fetch(url + path, { signal: AbortSignal.timeout(10_000) });
      assert.equal(answer.status, 404, path);
    }
    await visited(url, async (page) => {
      const feature = (key) => page.locator(`[data-feature="${key}"]`);
      await feature("analytics").getByText("Not in your plan").waitFor();
      await feature("api-calls").getByText("640 of 1,000 used").waitFor();
      const price = page.locator("#price");
      await price.getByText("$73.00 a month").waitFor();
      await page.getByLabel("Seats").fill("7");
      await price.getByText("$97.00 a month").waitFor();
      await page.getByLabel("Voucher").fill("WELCOME20");
      await page.getByRole("button", { name: "Apply" }).click();
      await price.getByText("$77.60 for the first month, then $97.00 a month").waitFor();
      await page.getByLabel("Signed in as").selectOption("Delta Port Authority");
      await feature("sso").getByText("Included").waitFor();
    });
  });
});
