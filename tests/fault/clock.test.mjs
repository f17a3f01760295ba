// A clock that is set forward and back: nothing counts twice, no write is undone, tokens stay valid, and nobody is
// locked out. State in memory stays usable: nothing waits for the clock to catch up.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import * as jose from "jose";
import { until } from "../e2e/deadline.mjs";
import { startedEdge } from "../e2e/edge.mjs";
import { refused } from "../e2e/problem.mjs";

const [HOUR, DAY] = [3_600_000, 86_400_000];

const folder = await mkdtemp(join(tmpdir(), "tollgate-clock-"));
after(() => rm(folder, { recursive: true, force: true }));
const library = join(folder, "clock.so");
const source = new URL("clock.c", import.meta.url).pathname;
await promisify(execFile)("cc", ["-shared", "-fPIC", "-O2", "-o", library, source]);
const clock = join(folder, "shift");
const set = (millis) => writeFile(clock, String(millis));
await set(0);
const edge = await startedEdge({ variables: { LD_PRELOAD: library, TOLLGATE_CLOCK: clock } });

/** What the edge takes the time for, in milliseconds from ours. */
async function shift() {
  const { headers } = await edge.anybody.get("/healthz");
  return Number(headers.get("tollgate-time")) - Date.now();
}

/** Sets the clock, so many milliseconds from ours. */
async function turn(millis) {
  await set(millis);
  await until("set clock", shift, (found) => Math.abs(found - millis) < 60_000);
}

test("a clock that is set back three days counts nothing twice and locks nobody out", async () => {
  await turn(0);
  const { id, api, customer, entitlement, session } = await edge.environment();
  await customer("c", { plan: "fifty" });
  const browser = await session("c");
  const event = (key, value = 1) =>
    api.post("/v1/usage", { customer: "c", feature: "jobs", value, key });
  for (let one = 0; one < 5; one += 1) (await event(`first-${one}`)).is(200);
  const grant = () =>
    api.post(
      "/v1/customers/c/grants",
      { feature: "analytics", value: true },
      { "idempotency-key": "g" },
    );
  const first = (await grant()).is(201);
  (await api.post("/v1/customers/c/vouchers", { code: "FIRST2" }, { "idempotency-key": "v" })).is(
    201,
  );
  const { token } = (await browser.get("/v1/client/token")).is(200);

  await turn(-3 * DAY);
  for (let one = 0; one < 5; one += 1) {
    assert.equal((await event(`first-${one}`)).is(200).results[0].status, "duplicate");
  }
  assert.equal((await event("second")).is(200).results[0].status, "accepted");
  assert.equal((await entitlement("c", "jobs")).used, 6);
  assert.deepEqual((await grant()).is(201), first);
  refused(
    await api.post("/v1/customers/c/vouchers", { code: "FIRST2" }),
    422,
    "voucher_not_redeemable",
  );
  assert.equal((await api.get("/v1/vouchers/first-two")).is(200).redemptions, 1);
  // The environment is younger than this clock says, and signs all the same.
  const early = (await api.post("/v1/tokens", { customer: "c" })).is(201).token;
  const keys = jose.createLocalJWKSet((await api.get(`/v1/environments/${id}/jwks.json`)).is(200));
  const verify = (text, at) =>
    jose.jwtVerify(text, keys, { audience: id, issuer: edge.url, currentDate: new Date(at) });
  await verify(early, Date.now() - 3 * DAY);
  await verify(token, Date.now());
  assert.equal((await event("third", 44)).is(200).results[0].status, "accepted");
  assert.equal((await event("fourth")).is(200).results[0].status, "refused");
  await turn(0);
  await verify(token, Date.now());
  assert.equal((await event("fourth")).is(200).results[0].status, "duplicate");
  assert.equal((await entitlement("c", "jobs")).used, 50);
});

test("sessions that were revoked under a clock that is set back are revoked at once", async () => {
  await turn(0);
  const { api, customer, session } = await edge.environment();
  await customer("c", { plan: "fifty" });
  const browser = await session("c");
  (await browser.get("/v1/client/token")).is(200);
  await turn(-HOUR);
  assert.equal((await api.delete("/v1/customers/c/sessions")).status, 204);
  assert.equal((await browser.get("/v1/client/token")).status, 401);
  await turn(0);
  assert.equal((await browser.get("/v1/client/token")).status, 401);
});

test("a month that was counted does not come back: set forward past its end and back, usage starts again once", async () => {
  await turn(0);
  const { api, customer, entitlement } = await edge.environment();
  await customer("c", { plan: "starter" });
  const event = (key, value) =>
    api.post("/v1/usage", { customer: "c", feature: "api-calls", value, key });
  (await event("a", 900)).is(200);
  await turn(40 * DAY);
  assert.equal((await entitlement("c", "api-calls")).used, 0);
  assert.equal((await event("b", 700)).is(200).results[0].status, "accepted");
  await turn(0);
  // What was counted in a month to come goes on counting: never more than a limit within what any clock calls a month.
  const { used } = await entitlement("c", "api-calls");
  assert.equal(used, 700);
  assert.equal((await event("c", 301)).is(200).results[0].status, "refused");
  assert.equal((await event("d", 300)).is(200).results[0].status, "accepted");
  // The key of the first is forgotten: by that clock its two days were over.
  for (const key of ["b", "d"]) {
    assert.equal((await event(key, 1)).is(200).results[0].status, "duplicate");
  }
});
