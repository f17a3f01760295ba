import assert from "node:assert/strict";
import { test } from "node:test";
import { startedEdge } from "./edge.mjs";
import { refused } from "./problem.mjs";

const edge = await startedEdge();
const { api, customer } = await edge.environment();

test("a write with the version that was read succeeds, with an older one it is 412 and changes nothing", async () => {
  const made = await api.put("/v1/customers/guarded", { name: "A" });
  const old = made.headers.get("etag");
  const written = await api.patch("/v1/customers/guarded", { name: "B" }, { "if-match": old });
  written.is(200);
  for (const write of [
    () => api.patch("/v1/customers/guarded", { name: "C" }, { "if-match": old }),
    () => api.put("/v1/customers/guarded", { name: "C" }, { "if-match": old }),
    () => api.delete("/v1/customers/guarded", { "if-match": old }),
  ]) {
    refused(await write(), 412, "version_mismatch");
  }
  const read = await api.get("/v1/customers/guarded");
  assert.equal(read.is(200).name, "B");
  assert.equal(read.headers.get("etag"), written.headers.get("etag"));
  assert.equal(
    (await api.delete("/v1/customers/guarded", { "if-match": read.headers.get("etag") })).status,
    204,
  );
});

test("a customer that is expected and not there is 412, and is not made", async () => {
  refused(
    await api.put("/v1/customers/absent", { name: "A" }, { "if-match": '"1"' }),
    412,
    "version_mismatch",
  );
  refused(await api.get("/v1/customers/absent"), 404, "customer_unknown");
});

test("a change in between, of whatever kind, is noticed", async () => {
  await customer("noticed");
  const tag = (await api.get("/v1/customers/noticed")).headers.get("etag");
  (await api.post("/v1/customers/noticed/subscriptions", { plan: "starter" })).is(201);
  refused(
    await api.patch("/v1/customers/noticed", { name: "Late" }, { "if-match": tag }),
    412,
    "version_mismatch",
  );
});

test("of many writers with the same version exactly one wins", async () => {
  const made = await api.put("/v1/customers/contended", { name: "0" });
  const match = { "if-match": made.headers.get("etag") };
  const names = Array.from({ length: 12 }, (_, index) => `writer ${index}`);
  const answers = await Promise.all(
    names.map((name) => api.patch("/v1/customers/contended", { name }, match)),
  );
  const won = answers.filter(({ status }) => status === 200);
  assert.equal(won.length, 1);
  for (const answer of answers) if (answer !== won[0]) refused(answer, 412, "version_mismatch");
  assert.equal((await api.get("/v1/customers/contended")).is(200).name, won[0].body.name);
});

test("counting by read, change and If-Match loses no step", async () => {
  (await api.put("/v1/customers/tally", { metadata: { count: 0 } })).is(201);
  let rounds = 0;
  const step = async () => {
    for (;;) {
      rounds += 1;
      assert.ok(rounds < 500, "the writers starve");
      const read = await api.get("/v1/customers/tally");
      const metadata = { count: read.is(200).metadata.count + 1 };
      const written = await api.patch(
        "/v1/customers/tally",
        { metadata },
        { "if-match": read.headers.get("etag") },
      );
      if (written.status === 200) return;
      refused(written, 412, "version_mismatch");
    }
  };
  await Promise.all(Array.from({ length: 8 }, step));
  assert.equal((await api.get("/v1/customers/tally")).is(200).metadata.count, 8);
});

test("an If-Match that is no version is refused", async () => {
  await customer("formal");
  for (const match of ["7", '"x"', 'W/"1"', '"-1"', '"1", "2"']) {
    const answer = await api.patch("/v1/customers/formal", { name: "X" }, { "if-match": match });
    assert.ok([400, 412].includes(answer.status), `${match}: ${answer.text}`);
  }
});

test("many subscriptions, grants and overrides of one customer at once are all there afterwards", async () => {
  await customer("busy");
  const answers = await Promise.all([
    ...Array.from({ length: 20 }, () =>
      api.post("/v1/customers/busy/grants", { feature: "jobs", limit: 1, merge: "add" }),
    ),
    api.post("/v1/customers/busy/subscriptions", { plan: "fifty" }),
    api.post("/v1/customers/busy/subscriptions", { plan: "starter" }),
    api.put("/v1/customers/busy/overrides/sso", { value: true }),
    api.post("/v1/customers/busy/vouchers", { code: "ACME-500" }),
  ]);
  for (const answer of answers) assert.ok(answer.status < 300, answer.text);
  const { entitlements } = (await api.get("/v1/customers/busy/entitlements")).is(200);
  assert.equal(entitlements.jobs.limit, 70);
  assert.equal(entitlements["api-calls"].limit, 1500);
  assert.equal(entitlements.sso.value, true);
});

test("usage that arrives together is answered each for itself", async () => {
  await customer("crowd", { plan: "fifty" });
  await customer("other-crowd", { plan: "fifty" });
  const event = { customer: "crowd", feature: "jobs", value: 1 };
  const first = { "idempotency-key": "crowd" };
  (await api.post("/v1/usage", event, first)).is(200);
  const kinds = {
    taken: [event, {}, 200, "accepted"],
    elsewhere: [{ ...event, customer: "other-crowd" }, {}, 200, "accepted"],
    repeated: [event, first, 200, "accepted"],
    conflicting: [{ ...event, value: 2 }, first, 409],
    tooMuch: [{ ...event, value: 51 }, {}, 200, "refused"],
    unknown: [{ ...event, feature: "missing" }, {}, 200, "refused"],
    malformed: [{ ...event, value: "1" }, {}, 400],
    nobody: [{ ...event, customer: "nobody" }, {}, 404],
    checked: [{ customer: "crowd", feature: "jobs", consume: true }, {}, 200, undefined],
  };
  const rounds = 4;
  const sent = Array.from({ length: rounds }, () => Object.entries(kinds)).flat();
  await Promise.all(
    sent.map(async ([kind, [body, headers, status, result]]) => {
      const path = kind === "checked" ? "/v1/check" : "/v1/usage";
      const answer = await api.post(path, body, headers);
      assert.equal(answer.status, status, `${kind}: ${answer.text}`);
      if (result) assert.equal(answer.body.results[0].status, result, `${kind}: ${answer.text}`);
    }),
  );
  const used = async (id) =>
    (await api.get(`/v1/customers/${id}/entitlements`)).is(200).entitlements.jobs.used;
  assert.deepEqual([await used("crowd"), await used("other-crowd")], [1 + 2 * rounds, rounds]);
});
