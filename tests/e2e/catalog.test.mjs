import assert from "node:assert/strict";
import { test } from "node:test";
import { parse, stringify } from "yaml";
import { catalog } from "./catalog.mjs";
import { startedEdge } from "./edge.mjs";
import { refused } from "./problem.mjs";

const edge = await startedEdge();

test("publishing counts versions, says what changed, and an equal document makes no new version", async () => {
  const { api } = await edge.environment({ catalog: null });
  const first = (await api.put("/v1/catalog", catalog())).is(200);
  assert.equal(first.version, 1);
  assert.ok(first.changes.length >= catalog().plans.length);
  const changed = catalog();
  changed.plans[0].name = "Begin";
  changed.features.push({ key: "export", name: "Export", kind: "boolean" });
  const second = (await api.put("/v1/catalog", changed)).is(200);
  assert.equal(second.version, 2);
  assert.deepEqual(
    second.changes.map(({ action, part, key }) => `${action} ${part} ${key}`).sort(),
    ["added feature export", "changed plan starter"],
  );
  assert.equal((await api.put("/v1/catalog", changed)).is(200).version, 2);
  assert.equal((await api.get("/v1/catalog")).is(200).plans[0].name, "Begin");
  assert.equal((await api.get("/v1/catalog?version=1")).is(200).plans[0].name, "Starter");
});

test("a dry run answers with the changes and publishes nothing", async () => {
  const { api } = await edge.environment();
  const changed = catalog();
  changed.plans = changed.plans.filter(({ key }) => key !== "old");
  const dry = (await api.put("/v1/catalog?dryRun=true", changed)).is(200);
  assert.deepEqual(
    dry.changes.map(({ action, key }) => `${action} ${key}`),
    ["removed old"],
  );
  assert.equal((await api.get("/v1/catalog")).is(200).plans.length, catalog().plans.length);
  assert.equal((await api.get("/v1/catalog/versions")).is(200).data.length, 1);
  refused(
    await api.put("/v1/catalog?dryRun=true", { ...changed, plans: 7 }),
    422,
    "catalog_invalid",
    ["/plans"],
  );
});

test("what is read can be published again and changes nothing, as JSON and as YAML", async () => {
  const { api } = await edge.environment();
  const json = await api.get("/v1/catalog");
  json.is(200);
  assert.equal((await api.put("/v1/catalog", json.text)).is(200).version, 1);
  const yaml = await api.get("/v1/catalog", { accept: "application/yaml" });
  assert.equal(yaml.status, 200);
  assert.match(yaml.headers.get("content-type"), /yaml/);
  assert.deepEqual(parse(yaml.text), json.body);
  const again = await api.put("/v1/catalog", yaml.text, { "content-type": "application/yaml" });
  assert.deepEqual(again.is(200), { version: 1, changes: [] });
});

test("a catalogue may be published as YAML with comments", async () => {
  const { api } = await edge.environment({ catalog: null });
  const text = `# ours\n${stringify(catalog())}`;
  assert.equal(
    (await api.put("/v1/catalog", text, { "content-type": "application/yaml" })).is(200).version,
    1,
  );
});

test("a catalogue in YAML may repeat itself by anchors, aliases and merge keys, within a bound", async () => {
  const { api } = await edge.environment({ catalog: null });
  const put = (text) => api.put("/v1/catalog", text, { "content-type": "application/yaml" });
  const text = (merged) => `
version: 1
currency: usd
features: [{ key: calls, name: Calls, kind: meter }]
plans:
  - key: starter
    name: Starter
    entitlements: { calls: &calls { limit: 10, enforcement: soft, reset: month } }
  - { key: pro, name: Pro, entitlements: { calls: ${merged} } }
`;
  assert.equal((await put(text("{ <<: *calls, limit: 20 }"))).is(200).version, 1);
  const same = await put(text("{ limit: 20, enforcement: soft, reset: month }"));
  assert.deepEqual(same.is(200), { version: 1, changes: [] });

  const lists = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"];
  for (let level = 1; level < 9; level += 1) {
    lists.push(
      `a${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join(", ")}]`,
    );
  }
  for (const [wrong, what] of [
    [lists.join("\n"), /1 MiB.*line 5, column \d+$/],
    [text("*cals"), /anchor.*line 9, column \d+$/],
    [text("&own { <<: *own }"), /within what it stands for.*line 9, column \d+$/],
    [text("!!map { limit: 20 }"), /tag.*line 9, column \d+$/],
  ]) {
    const { detail } = refused(await put(wrong), 400, "invalid_yaml");
    assert.match(detail, what);
  }
});

test("every error of a catalogue is named at once, with its place", async () => {
  const { api } = await edge.environment();
  const wrong = catalog();
  wrong.features[0].kind = "metre";
  wrong.plans[1].inherits = "nobody";
  wrong.plans[2].prices[0].components[0].tiers[1].upTo = 3;
  wrong.plans[0].colour = "red";
  wrong.vouchers[0].codes = ["ACME-500"];
  const body = refused(await api.put("/v1/catalog", wrong), 422, "catalog_invalid", [
    "/features/0/kind",
    "/plans/1/inherits",
    "/plans/0/colour",
  ]);
  assert.ok(
    body.errors.some(({ pointer }) => pointer.startsWith("/plans/2/prices/0/components/0/tiers")),
  );
  assert.ok(body.errors.length >= 4);
  assert.equal((await api.get("/v1/catalog/versions")).is(200).data.length, 1);
});

test("plans that inherit from one another in a circle are refused", async () => {
  const { api } = await edge.environment({ catalog: null });
  const wrong = catalog();
  wrong.plans[0].inherits = "enterprise";
  const body = refused(await api.put("/v1/catalog", wrong), 422, "catalog_invalid");
  assert.ok(body.errors.some(({ pointer }) => /^\/plans\/[012]\/inherits$/.test(pointer)));
});

test("a feature keeps its kind", async () => {
  const { api } = await edge.environment();
  const wrong = catalog();
  const feature = wrong.features.find(({ key }) => key === "half");
  feature.kind = "boolean";
  delete feature.default;
  delete feature.rollout;
  assert.equal((await api.put("/v1/catalog", wrong)).status, 422);
});

test("If-Match guards publishing, and the ETag is that of the version", async () => {
  const { api } = await edge.environment();
  const tag = (await api.get("/v1/catalog")).headers.get("etag");
  assert.ok(tag);
  const changed = catalog();
  changed.plans[0].name = "A";
  const published = await api.put("/v1/catalog", changed, { "if-match": tag });
  assert.equal(published.is(200).version, 2);
  changed.plans[0].name = "B";
  refused(await api.put("/v1/catalog", changed, { "if-match": tag }), 412, "version_mismatch");
  const now = (await api.get("/v1/catalog")).headers.get("etag");
  assert.equal(published.headers.get("etag"), now);
  assert.notEqual(now, tag);
  (await api.put("/v1/catalog", changed, { "if-match": now })).is(200);
});

test("of many who publish from the same version exactly one wins", async () => {
  const { api } = await edge.environment();
  const tag = (await api.get("/v1/catalog")).headers.get("etag");
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) => {
      const mine = catalog();
      mine.plans[0].name = `Mine ${index}`;
      return api.put("/v1/catalog", mine, { "if-match": tag });
    }),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(7).fill(412)]);
});

test("existing customers keep what they bought, unless the new version is for all", async () => {
  const { api, customer, entitlement } = await edge.environment();
  await customer("early", { plan: "starter" });
  const changed = catalog();
  changed.plans[0].entitlements["api-calls"].limit = 2000;
  (await api.put("/v1/catalog", changed)).is(200);
  await customer("late", { plan: "starter" });
  assert.equal((await entitlement("early", "api-calls")).limit, 1000);
  assert.equal((await entitlement("late", "api-calls")).limit, 2000);
  changed.plans[0].entitlements["api-calls"].limit = 3000;
  (await api.put("/v1/catalog?applyTo=all", changed)).is(200);
  assert.equal((await entitlement("early", "api-calls")).limit, 3000);
  assert.equal((await entitlement("late", "api-calls")).limit, 3000);
});

test("a version for new customers leaves the others at the last one that was for all", async () => {
  const { api, customer, entitlement } = await edge.environment();
  const publish = async (limit, query) => {
    const changed = catalog();
    changed.plans[0].entitlements["api-calls"].limit = limit;
    (await api.put(`/v1/catalog${query}`, changed)).is(200);
  };
  await customer("oldest", { plan: "starter" });
  await publish(2000, "?applyTo=all");
  await customer("older", { plan: "starter" });
  await publish(3000, "?applyTo=new");
  await customer("newest", { plan: "starter" });
  const limits = async () => {
    const found = [];
    for (const id of ["oldest", "older", "newest"]) {
      found.push((await entitlement(id, "api-calls")).limit);
    }
    return found;
  };
  assert.deepEqual(await limits(), [2000, 2000, 3000]);
  await edge.restart();
  assert.deepEqual(await limits(), [2000, 2000, 3000]);
});

test("whoever publishes reads their own write at once, everywhere", async () => {
  const { api, page, customer, entitlement } = await edge.environment();
  await customer("reader", { plan: "starter" });
  for (let round = 1; round <= 5; round += 1) {
    const changed = catalog();
    changed.plans[0].name = `Round ${round}`;
    changed.plans[0].entitlements["api-calls"].limit = 1000 + round;
    const { version } = (await api.put("/v1/catalog?applyTo=all", changed)).is(200);
    const pricing = (await page.get("/v1/client/pricing")).is(200);
    assert.equal(pricing.catalogVersion, version);
    assert.equal(pricing.plans.find(({ key }) => key === "starter").name, `Round ${round}`);
    assert.equal((await entitlement("reader", "api-calls")).limit, 1000 + round);
  }
});

test("what is taken out of the catalogue is nobody's, and comes back with all that was counted", async () => {
  const { api, customer, entitlement } = await edge.environment();
  await customer("holder", { plan: "pro", price: "pro-monthly" });
  const path = "/v1/customers/holder";
  (await api.post(`${path}/grants`, { feature: "sso", value: true })).is(201);
  (await api.put(`${path}/overrides/jobs`, { limit: 5 })).is(200);
  (await api.post("/v1/usage", { customer: "holder", feature: "jobs", value: 2 })).is(200);
  const less = catalog();
  const gone = ["sso", "jobs"];
  less.features = less.features.filter(({ key }) => !gone.includes(key));
  for (const { entitlements } of less.plans) for (const key of gone) delete entitlements[key];
  less.vouchers = less.vouchers.filter(({ effects }) => !effects.entitlements?.sso);
  (await api.put("/v1/catalog?applyTo=all", less)).is(200);
  const { entitlements } = (await api.get(`${path}/entitlements?explain=true`)).is(200);
  for (const feature of gone) {
    assert.equal(entitlements[feature], undefined);
    const decision = (await api.post("/v1/check", { customer: "holder", feature })).is(200);
    assert.deepEqual([decision.allowed, decision.reason], [false, "unknownFeature"]);
  }
  (await api.post("/v1/tokens", { customer: "holder" })).is(201);
  (await api.put("/v1/catalog?applyTo=all", catalog())).is(200);
  assert.equal((await entitlement("holder", "sso")).value, true);
  const { limit, used } = await entitlement("holder", "jobs");
  assert.deepEqual([limit, used], [5, 2]);
});

test("a plan that is archived or taken out works on for those who bought it", async () => {
  const { api, page, customer, entitlement } = await edge.environment();
  const addons = { "extra-calls": 1 };
  const { id } = await customer("faithful", { plan: "pro", price: "pro-monthly", addons });
  const path = `/v1/customers/faithful/subscriptions/${id}`;
  const archived = catalog();
  for (const plan of archived.plans) if (plan.key === "pro") plan.status = "archived";
  (await api.put("/v1/catalog?applyTo=all", archived)).is(200);
  assert.equal((await entitlement("faithful", "api-calls")).limit, 15_000);
  const fewer = (await api.patch(path, { quantities: { seats: 2 } })).is(200);
  assert.equal(fewer.subscription.plan, "pro");
  const pricing = (await page.get("/v1/client/pricing")).is(200);
  assert.ok(!pricing.plans.some(({ key }) => key === "pro"));
  await customer("late");
  const pro = { plan: "pro", price: "pro-monthly" };
  const late = await api.post("/v1/customers/late/subscriptions", pro);
  refused(late, 422, "invalid_selection", ["/plan"]);
  // What is for everybody may not take away what somebody may hold.
  const without = catalog();
  without.plans = without.plans.filter(({ key }) => !["pro", "enterprise"].includes(key));
  without.addons = [];
  without.vouchers = [];
  const taken = await api.put("/v1/catalog?applyTo=all", without);
  const { errors } = refused(taken, 422, "catalog_invalid");
  assert.ok(errors.some(({ detail }) => detail.includes("`pro`")));
  (await api.put("/v1/catalog", without)).is(200);
  assert.equal((await entitlement("faithful", "api-calls")).limit, 15_000);
});

test("before anything is published a customer has nothing, and nothing fails", async () => {
  const { api, page, customer } = await edge.environment({ catalog: null });
  await customer("early");
  const { entitlements, catalogVersion } = (await api.get("/v1/customers/early/entitlements")).is(
    200,
  );
  assert.deepEqual([entitlements, catalogVersion], [{}, 0]);
  const decision = (await api.post("/v1/check", { customer: "early", feature: "sso" })).is(200);
  assert.equal(decision.reason, "unknownFeature");
  (await api.post("/v1/tokens", { customer: "early" })).is(201);
  const bought = await api.post("/v1/customers/early/subscriptions", { plan: "starter" });
  refused(bought, 422, "invalid_selection", ["/plan"]);
  assert.equal((await page.post("/v1/client/quotes", { plan: "starter" })).status, 422);
  const code = await api.post("/v1/customers/early/vouchers", { code: "ACME-500" });
  refused(code, 404, "voucher_unknown");
});

test("an unknown version and an unpublished catalogue are 404", async () => {
  const { api, page } = await edge.environment({ catalog: null });
  assert.equal((await api.get("/v1/catalog")).status, 404);
  assert.equal((await page.get("/v1/client/pricing")).status, 404);
  (await api.put("/v1/catalog", catalog())).is(200);
  for (const version of ["2", "0", "99999999999"]) {
    assert.equal((await api.get(`/v1/catalog?version=${version}`)).status, 404);
  }
  refused(await api.get("/v1/catalog?version=one"), 400, "invalid_query");
});
