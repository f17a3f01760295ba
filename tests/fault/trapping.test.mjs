// A trap in WebAssembly, in the Worker and in an object: what was under way is answered with an error and not left
// hanging, nothing acknowledged is lost, and whatever is asked next is served.

import assert from "node:assert/strict";
import { test } from "node:test";
import { startedEdge } from "../e2e/edge.mjs";

const edge = await startedEdge({
  configuration: new URL("trapping.capnp", import.meta.url).pathname,
});
const { api, customer } = await edge.environment();

const event = (id, key) => ({ customer: id, feature: "jobs", value: 1, key });
const used = async (id) =>
  (await api.get(`/v1/customers/${id}/entitlements`)).is(200).entitlements.jobs.used;
const send = (body, headers = {}) =>
  fetch(`${edge.url}/v1/usage`, {
    method: "POST",
    headers: { ...api.headers, "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(15_000),
  });

/** How often the edge said that something was ended. The traps were set, so they are no failures of the edge. */
function forgetTraps() {
  const told = edge.lines.filter((line) => /Critical error|was ended/.test(line));
  edge.lines.splice(0, edge.lines.length);
  return told.length;
}

test("a trap in the Worker fails what is under way, and nothing after it", async () => {
  await customer("well", { plan: "fifty" });
  await customer("slow-1", { plan: "fifty" });
  (await api.post("/v1/usage", event("well", "a"))).is(200);
  const underWay = send(event("slow-1", "a"));
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.ok((await send(event("well", "b"), { trap: "1" })).status >= 500);
  for (const [key, status] of [
    ["a", "duplicate"],
    ["c", "accepted"],
    ["b", "accepted"],
  ]) {
    const { results } = (await api.post("/v1/usage", event("well", key))).is(200);
    assert.equal(results[0].status, status, key);
  }
  assert.equal(await used("well"), 3);
  assert.ok((await underWay).status >= 500);
  // Whoever heard nothing asks again with the same key.
  (await api.post("/v1/usage", event("slow-1", "a"))).is(200);
  assert.equal(await used("slow-1"), 1);
  assert.ok(forgetTraps() > 0);
});

test("a trap in an object loses nothing that was acknowledged, and the object goes on from there", async () => {
  for (const id of ["trapped-1", "trapped-2", "other"]) await customer(id, { plan: "fifty" });
  (await api.post("/v1/usage", event("other", "a"))).is(200);
  const traps = await Promise.all(
    ["trapped-1", "trapped-2"].map((id) => send(event(id, "a")).then(({ status }) => status)),
  );
  assert.ok(
    traps.every((status) => status >= 500),
    `${traps}`,
  );
  for (const id of ["trapped-1", "trapped-2", "other"]) {
    (await api.post("/v1/usage", event(id, "a"))).is(200);
    (await api.post("/v1/usage", event(id, "b"))).is(200);
    assert.equal(await used(id), 2, id);
  }
  assert.ok(forgetTraps() > 0);
});
