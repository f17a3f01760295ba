import assert from "node:assert/strict";
import { test } from "node:test";
import { catalog } from "./catalog.mjs";
import { until } from "./deadline.mjs";
import { startedEdge } from "./edge.mjs";
import { refused } from "./problem.mjs";

const edge = await startedEdge();

/** Every page of a list, with something done between pages. */
async function pages(api, path, between = async () => {}) {
  const found = [];
  for (let cursor = ""; cursor !== null; ) {
    const mark = path.includes("?") ? "&" : "?";
    const page = (
      await api.get(cursor ? `${path}${mark}cursor=${encodeURIComponent(cursor)}` : path)
    ).is(200);
    found.push(page.data);
    cursor = page.nextCursor;
    await between(found.length);
    assert.ok(found.length < 100, "the list has no end");
  }
  return found;
}

test("a list of customers is stable while some are added and some go", async () => {
  const { api, customer } = await edge.environment();
  const ids = Array.from({ length: 25 }, (_, index) => `c${String(index).padStart(2, "0")}`);
  for (const id of ids) await customer(id);
  await until(
    "full list",
    async () => (await api.get("/v1/customers?limit=100")).is(200).data.length,
    (length) => length === 25,
  );
  const found = await pages(api, "/v1/customers?limit=4", async (count) => {
    await customer(`added-${count}`);
    if (count === 2) assert.equal((await api.delete("/v1/customers/c00")).status, 204);
  });
  const seen = found.flat().map(({ id }) => id);
  assert.equal(new Set(seen).size, seen.length, "a customer stands twice");
  assert.deepEqual(
    seen.filter((id) => id.startsWith("c")),
    ids,
  );
  for (const page of found.slice(0, -1)) assert.equal(page.length, 4);
});

test("a list of vouchers is stable while some are added", async () => {
  const { api } = await edge.environment();
  const voucher = (key) => ({
    key,
    codes: [key.toUpperCase()],
    effects: { discount: { percent: 5, duration: "once" } },
  });
  const keys = Array.from({ length: 11 }, (_, index) => `v${String(index).padStart(2, "0")}`);
  for (const key of keys) (await api.post("/v1/vouchers", voucher(key))).is(201);
  const found = await pages(api, "/v1/vouchers?limit=3", async (count) => {
    (await api.post("/v1/vouchers", voucher(`a-${count}`))).is(201);
  });
  const seen = found.flat().map(({ key }) => key);
  assert.deepEqual(seen.slice(0, 11), keys);
  assert.equal(new Set(seen).size, seen.length);
});

test("catalogue versions come newest first, and pages do not shift when one is published", async () => {
  const { api } = await edge.environment({ catalog: null });
  const publish = async (name) => {
    const document = catalog();
    document.plans[0].name = name;
    (await api.put("/v1/catalog", document)).is(200);
  };
  for (let index = 1; index <= 7; index += 1) await publish(`v${index}`);
  const found = await pages(api, "/v1/catalog/versions?limit=2", (count) =>
    publish(`later ${count}`),
  );
  assert.deepEqual(
    found.flat().map(({ version }) => version),
    [7, 6, 5, 4, 3, 2, 1],
  );
});

test("environments are listed page by page", async () => {
  const made = [];
  for (let index = 0; index < 5; index += 1) {
    made.push(
      (await edge.operator.post("/v1/environments", { name: `e${index}`, kind: "sandbox" })).is(201)
        .id,
    );
  }
  const seen = (await pages(edge.operator, "/v1/environments?limit=2")).flat().map(({ id }) => id);
  assert.deepEqual(
    seen.filter((id) => made.includes(id)),
    made,
  );
});

test("the grants of a customer are listed page by page, while some are made and some taken back", async () => {
  const { api, customer } = await edge.environment();
  await customer("granted", { plan: "starter" });
  const path = "/v1/customers/granted/grants";
  const make = async () =>
    (await api.post(path, { feature: "api-calls", limit: 1, merge: "add" })).is(201).id;
  const made = [];
  for (let index = 0; index < 130; index += 1) made.push(await make());
  assert.equal((await api.get(path)).is(200).data.length, 50);
  assert.equal((await api.get(`${path}?limit=100`)).is(200).data.length, 100);
  const found = await pages(api, `${path}?limit=40`, async (count) => {
    if (count !== 2) return;
    assert.equal((await api.delete(`${path}/${made[79]}`)).status, 204);
    made.push(await make());
  });
  assert.deepEqual(
    found.flat().map(({ id }) => id),
    made,
  );
  refused(await api.get(`${path}?limit=101`), 400, "invalid_query");
  refused(await api.get(`${path}?cursor=nope`), 400, "invalid_body");
});

test("the last page says that it is, an empty list too", async () => {
  const { api } = await edge.environment();
  assert.deepEqual((await api.get("/v1/customers")).is(200), { data: [], nextCursor: null });
  assert.deepEqual((await api.get("/v1/vouchers")).is(200), { data: [], nextCursor: null });
});

test("a limit or cursor that is none is refused", async () => {
  const { api } = await edge.environment();
  for (const limit of ["0", "101", "-1", "ten", "1.5", ""]) {
    refused(await api.get(`/v1/customers?limit=${limit}`), 400, "invalid_query");
  }
  for (const path of ["/v1/customers", "/v1/vouchers", "/v1/catalog/versions"]) {
    for (const cursor of ["rubbish", "%00", "999999999999999999999", "%27%3B--"]) {
      const answer = await api.get(`${path}?cursor=${cursor}`);
      assert.equal(answer.status, 400, answer.text);
    }
  }
});
