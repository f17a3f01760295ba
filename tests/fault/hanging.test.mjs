// An object that does not answer: 503 with Retry-After within the limit, and nobody else waits for it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { startedEdge } from "../e2e/edge.mjs";
import { refused } from "../e2e/problem.mjs";

const edge = await startedEdge({
  configuration: new URL("hanging.capnp", import.meta.url).pathname,
});

/** The limit of a call to an object, and what a busy machine adds to it. */
const [LIMIT_MILLIS, SLACK_MILLIS] = [10_000, 15_000];

test("an object that hangs is 503 with Retry-After within its limit, and others are served meanwhile", async (context) => {
  const { api, customer } = await edge.environment();
  await customer("well", { plan: "fifty" });
  const begun = performance.now();
  // With their own limit: that of the client is as long as that of the edge.
  const patient = (path, body) =>
    fetch(edge.url + path, {
      method: "POST",
      headers: { ...api.headers, "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(LIMIT_MILLIS + SLACK_MILLIS),
    });
  const event = (id, key) => ({ customer: id, feature: "jobs", value: 1, key });
  const asked = [
    patient("/v1/usage", event("hung-1", "a")),
    patient("/v1/usage", event("hung-1", "b")),
    patient("/v1/tokens", { customer: "hung-2" }),
    patient("/v1/check", { customer: "hung-3", feature: "jobs" }),
    // A share of a batch hangs: nothing is known of the whole, so it is sent again, keys and all.
    patient("/v1/usage", { events: [event("well", "shared"), event("hung-4", "c")] }),
  ];
  let over = false;
  const answers = Promise.all(asked).finally(() => {
    over = true;
  });
  let served = 0;
  let slowest = 0;
  while (!over) {
    const sent = performance.now();
    const { results } = (await api.post("/v1/usage", event("well", `w-${served % 20}`))).is(200);
    assert.equal(results[0].status, served < 20 ? "accepted" : "duplicate");
    slowest = Math.max(slowest, performance.now() - sent);
    served += 1;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const taken = performance.now() - begun;
  for (const answer of await answers) {
    assert.equal(answer.status, 503);
    assert.ok(Number(answer.headers.get("retry-after")) > 0);
    assert.match(answer.headers.get("content-type"), /^application\/problem\+json/);
    assert.equal((await answer.json()).code, "unavailable");
  }
  assert.ok(taken >= LIMIT_MILLIS * 0.9, `the objects answered after ${taken} ms`);
  assert.ok(served >= 20, `${served} requests were served meanwhile`);
  assert.ok(slowest < LIMIT_MILLIS / 2, `one of them took ${slowest} ms`);
  const again = (await api.post("/v1/usage", event("well", "shared"))).is(200);
  assert.equal(again.results[0].status, "duplicate");
  const { jobs } = (await api.get("/v1/customers/well/entitlements")).is(200).entitlements;
  assert.equal(jobs.used, 21);
  refused(await api.get("/v1/customers/nobody"), 404, "customer_unknown");
  context.diagnostic(
    `5 requests hung for ${(taken / 1000).toFixed(1)} s; ${served} others were served meanwhile, the slowest in ${slowest.toFixed(0)} ms`,
  );
});
