// Next.js: rendering on the server, route handlers on Node and on its edge runtime, its proxy, and the page in
// Chromium.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { freePort } from "../../scripts/start/edge.mjs";
import { startServer } from "../../scripts/start/server.mjs";
import { consumer } from "./consumer.mjs";
import { plain, root, run, tool } from "./process.mjs";
import { expectedOfServer, setup } from "./setup.mjs";
import { visited } from "./site.mjs";

const { given } = await setup();
// Below the workspace, whose Next.js it then finds: its bundler follows no link out of the project.
const folder = await consumer("next", [], join(root, ".tollgate/consumers"));
const env = { GIVEN: JSON.stringify(given), NEXT_TELEMETRY_DISABLED: "1" };
await run(tool("next"), ["build"], folder, { env: { ...env, GIVEN: undefined }, seconds: 200 });
const port = await freePort(0);
const url = `http://127.0.0.1:${port}`;
const args = ["start", "--port", String(port), "--hostname", "127.0.0.1"];
const server = await startServer(tool("next"), args, {
  url: `${url}/private/`,
  cwd: folder,
  env: { ...plain, ...env },
});
after(() => server.stop());

const ask = async (path, { token, ...init } = {}) => {
  const headers = { ...init.headers, ...(token && { Authorization: `Bearer ${token}` }) };
  const signal = AbortSignal.timeout(20_000);
  const response = await fetch(url + path, { ...init, headers, signal });
  return [response.status, JSON.parse(await response.text())];
};

test("renders on the server, and takes over in the browser", async () => {
  await visited(url, async (page) => {
    assert.deepEqual(JSON.parse(await page.locator("#server").textContent()), expectedOfServer);
    await page.getByText("analytics is open").waitFor();
    await page.getByText("sso is closed").waitFor();
    await page.locator('[data-plan="pro"] .tollgate-price-amount').getByText("73").waitFor();
  });
});

test("gates a route handler", async () => {
  assert.deepEqual(await ask("/calls/7", { token: given.token }), [
    200,
    { id: "7", customer: "acme" },
  ]);
  const [status, { code }] = await ask("/calls/7", { token: given.forged });
  assert.deepEqual([status, code], [401, "token_signature"]);
});

test("gates a route handler on the edge runtime", async () => {
  const asked = { method: "POST", headers: { given: JSON.stringify(given) } };
  assert.deepEqual(await ask("/edge", { ...asked, token: given.token }), [
    200,
    { customer: "acme" },
  ]);
  const [status, { code }] = await ask("/edge", asked);
  assert.deepEqual([status, code], [401, "token_missing"]);
});

test("gates what stands behind a proxy", async () => {
  const [status, { code }] = await ask("/private/report", { token: given.token });
  assert.deepEqual([status, code], [403, "not_entitled"]);
});
