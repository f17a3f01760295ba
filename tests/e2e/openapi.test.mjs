import assert from "node:assert/strict";
import { test } from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { catalog } from "./catalog.mjs";
import { startedEdge } from "./edge.mjs";

const edge = await startedEdge();
const { id, api, page, customer, session } = await edge.environment();
const description = (await edge.anybody.get("/openapi.json")).is(200);
const methods = ["get", "post", "put", "patch", "delete"];
const operations = Object.entries(description.paths).flatMap(([path, item]) =>
  methods.filter((method) => item[method]).map((method) => ({ path, method, ...item[method] })),
);

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema({ ...description, $id: "https://tollgate.test/openapi.json" });
const escaped = (part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));

/** Asserts that an answer is one that its operation describes, with a body of that schema. */
function described(path, method, answer) {
  const operation = description.paths[path]?.[method];
  assert.ok(operation, `${method} ${path} is not described`);
  const status = [String(answer.status), `${String(answer.status)[0]}XX`, "default"].find(
    (key) => operation.responses[key],
  );
  assert.ok(status, `${method} ${path} does not describe status ${answer.status}`);
  const place = ["paths", path, method, "responses", status];
  let response = operation.responses[status];
  if (response.$ref) {
    place.splice(0, place.length, ...response.$ref.slice("#/".length).split("/"));
    response = place.reduce((value, part) => value[part], description);
  }
  if (answer.text === "")
    return assert.equal(
      response.content,
      undefined,
      `${method} ${path} describes a body and has none`,
    );
  const type = answer.headers.get("content-type").split(";")[0];
  assert.ok(
    response.content?.[type]?.schema,
    `${method} ${path} ${status} does not describe ${type}`,
  );
  const pointer = [...place, "content", type, "schema"].map(escaped).join("/");
  const validate = ajv.compile({ $ref: `https://tollgate.test/openapi.json#/${pointer}` });
  const fits = validate(answer.body);
  return assert.ok(
    fits,
    `${method} ${path}: ${ajv.errorsText(validate.errors)} in ${answer.text.slice(0, 2000)}`,
  );
}

test("the description is valid OpenAPI 3.1", async () => {
  assert.match(description.openapi, /^3\.1\./);
  const { valid, errors } = await new Validator().validate(structuredClone(description));
  assert.ok(valid, JSON.stringify(errors, null, 2));
});

test("operations are told apart by their ids, and say who may use them and what they are for", () => {
  const ids = operations.map(({ operationId }) => operationId);
  assert.equal(new Set(ids).size, operations.length);
  for (const { path, method, summary, responses, security } of operations) {
    assert.ok(summary, `${method} ${path} has no summary`);
    assert.ok(
      Object.keys(responses).some((status) => status.startsWith("2") || status === "308"),
      `${method} ${path}`,
    );
    if (path.startsWith("/v1/") && !path.endsWith("jwks.json")) {
      assert.ok((security ?? description.security)?.length > 0, `${method} ${path} names no key`);
    }
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const parameters = [
      ...(description.paths[path].parameters ?? []),
      ...(description.paths[path][method].parameters ?? []),
    ].map((parameter) =>
      parameter.$ref
        ? parameter.$ref
            .split("/")
            .slice(1)
            .reduce((value, part) => value[part], description)
        : parameter,
    );
    for (const name of named)
      assert.ok(
        parameters.some((one) => one.in === "path" && one.name === name),
        `${path}: ${name}`,
      );
  }
});

test("every endpoint of the design is described", () => {
  const all = new Set(
    operations.map(
      ({ method, path }) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, "{}")}`,
    ),
  );
  for (const endpoint of [
    "POST /v1/environments",
    "GET /v1/environments",
    "PUT /v1/catalog",
    "GET /v1/catalog",
    "GET /v1/catalog/versions",
    "GET /v1/customers",
    "PUT /v1/customers/{}",
    "GET /v1/customers/{}",
    "PATCH /v1/customers/{}",
    "DELETE /v1/customers/{}",
    "GET /v1/customers/{}/entitlements",
    "POST /v1/customers/{}/subscriptions",
    "PATCH /v1/customers/{}/subscriptions/{}",
    "POST /v1/customers/{}/subscriptions/{}/cancel",
    "PUT /v1/customers/{}/subscriptions/{}/addons/{}",
    "DELETE /v1/customers/{}/subscriptions/{}/addons/{}",
    "POST /v1/customers/{}/grants",
    "GET /v1/customers/{}/grants",
    "DELETE /v1/customers/{}/grants/{}",
    "PUT /v1/customers/{}/overrides/{}",
    "DELETE /v1/customers/{}/overrides/{}",
    "POST /v1/customers/{}/vouchers",
    "POST /v1/usage",
    "GET /v1/customers/{}/usage",
    "POST /v1/customers/{}/usage/{}/reset",
    "POST /v1/entitlements/query",
    "POST /v1/check",
    "POST /v1/vouchers",
    "GET /v1/vouchers",
    "PATCH /v1/vouchers/{}",
    "POST /v1/vouchers/{}/codes",
    "POST /v1/vouchers/{}/archive",
    "POST /v1/tokens",
    "POST /v1/sessions",
    "DELETE /v1/customers/{}/sessions",
    "GET /v1/client/pricing",
    "POST /v1/client/quotes",
    "POST /v1/client/vouchers/preview",
    "POST /v1/client/vouchers/redeem",
    "GET /v1/client/token",
    "POST /v1/client/checkout",
    "GET /v1/environments/{}/jwks.json",
    "GET /openapi.json",
    "GET /healthz",
  ]) {
    assert.ok(all.has(endpoint), `${endpoint} is not described`);
  }
});

test("every described route is served, and refuses in the way that is described", async () => {
  for (const { path, method } of operations.filter(({ path }) => path.startsWith("/v1/"))) {
    const answer = await edge.anybody.send(
      method.toUpperCase(),
      path.replaceAll(/\{\w+\}/g, "missing"),
    );
    assert.ok(
      answer.status !== 405 && answer.body?.code !== "not_found",
      `${method} ${path}: ${answer.text}`,
    );
    described(path, method, answer);
  }
});

test("the answers of a sample run fit their schemas", async () => {
  await customer("sample", { plan: "starter" });
  const browser = await session("sample");
  const run = async (caller, method, path, values, body) => {
    const filled = Object.entries(values).reduce(
      (text, [name, value]) => text.replace(`{${name}}`, value),
      path,
    );
    const answer = await caller[method](filled, body);
    assert.ok(answer.status < 300, `${method} ${filled}: ${answer.text}`);
    described(path.split("?")[0], method, answer);
    return answer.body;
  };
  const c = { customer: "sample" };
  await run(edge.operator, "post", "/v1/environments", {}, { name: "Sample", kind: "live" });
  await run(edge.operator, "get", "/v1/environments", {});
  await run(api, "put", "/v1/catalog", {}, catalog());
  await run(api, "put", "/v1/catalog?dryRun=true", {}, { ...catalog(), vouchers: [] });
  await run(api, "get", "/v1/catalog", {});
  await run(api, "get", "/v1/catalog/versions", {});
  await run(api, "put", "/v1/customers/{customer}", c, {
    name: "Sample",
    email: "s@acme.test",
    metadata: { a: 1 },
  });
  await run(api, "patch", "/v1/customers/{customer}", c, { name: "S" });
  await run(api, "get", "/v1/customers/{customer}", c);
  await run(api, "get", "/v1/customers", {});
  await run(api, "post", "/v1/customers/{customer}/grants", c, {
    feature: "jobs",
    limit: 5,
    merge: "add",
    reason: "x",
  });
  const { id: grant } = await run(api, "post", "/v1/customers/{customer}/grants", c, {
    feature: "sso",
    value: true,
  });
  await run(api, "get", "/v1/customers/{customer}/grants", c);
  await run(api, "delete", "/v1/customers/{customer}/grants/{grant}", { ...c, grant });
  await run(
    api,
    "put",
    "/v1/customers/{customer}/overrides/{feature}",
    { ...c, feature: "seats" },
    { limit: "unlimited" },
  );
  await run(
    api,
    "put",
    "/v1/customers/{customer}/overrides/{feature}",
    { ...c, feature: "sso" },
    { value: true },
  );
  await run(api, "delete", "/v1/customers/{customer}/overrides/{feature}", {
    ...c,
    feature: "sso",
  });
  await run(api, "post", "/v1/customers/{customer}/vouchers", c, { code: "ACME-500" });
  await run(
    api,
    "post",
    "/v1/usage",
    {},
    { customer: "sample", feature: "api-calls", value: 2, key: "k" },
  );
  await run(
    api,
    "post",
    "/v1/usage",
    {},
    {
      events: [
        { customer: "sample", feature: "api-calls", key: "k" },
        { customer: "nobody", feature: "api-calls" },
        { customer: "sample", feature: "nothing" },
      ],
    },
  );
  await run(api, "get", "/v1/customers/{customer}/usage", c);
  await run(api, "post", "/v1/customers/{customer}/usage/{feature}/reset", {
    ...c,
    feature: "api-calls",
  });
  await run(api, "get", "/v1/customers/{customer}/entitlements?explain=true", c);
  await run(
    api,
    "post",
    "/v1/entitlements/query",
    {},
    { customers: ["sample", "nobody"], features: ["sso", "api-calls"] },
  );
  await run(
    api,
    "post",
    "/v1/check",
    {},
    { customer: "sample", feature: "api-calls", requested: 2, consume: true },
  );
  await run(
    api,
    "post",
    "/v1/check",
    {},
    { customer: "sample", feature: "nothing", flag: "beta-dashboard" },
  );
  await run(api, "post", "/v1/tokens", {}, c);
  await run(api, "post", "/v1/sessions", {}, c);
  const voucher = { key: "sample", codes: ["SAMPLE"], effects: catalog().vouchers[3].effects };
  await run(api, "post", "/v1/vouchers", {}, voucher);
  await run(api, "get", "/v1/vouchers", {});
  await run(api, "post", "/v1/vouchers/{voucher}/codes", { voucher: "sample" }, { count: 2 });
  await run(api, "get", "/v1/vouchers/{voucher}", { voucher: "big-deal" });
  await run(api, "patch", "/v1/vouchers/{voucher}", { voucher: "sample" }, { status: "archived" });
  await run(api, "post", "/v1/vouchers/{voucher}/archive", { voucher: "sample" });
  await run(page, "get", "/v1/client/pricing", {});
  await run(
    page,
    "post",
    "/v1/client/quotes",
    {},
    {
      plan: "pro",
      price: "pro-monthly",
      quantities: { seats: 7 },
      addons: { "extra-calls": 1, onboarding: 1 },
      usage: { "api-calls": 12_345 },
      vouchers: ["BIGDEAL", "WELCOME20"],
    },
  );
  await run(page, "post", "/v1/client/quotes", {}, { plan: "tried", price: "tried-monthly" });
  await run(
    page,
    "post",
    "/v1/client/quotes",
    {},
    { plan: "enterprise", price: "enterprise-monthly", quantities: { seats: 30 } },
  );
  await run(page, "post", "/v1/client/vouchers/preview", {}, { code: "BIGDEAL" });
  await run(browser, "post", "/v1/client/vouchers/redeem", {}, { code: "BETA6" });
  const body = {
    plan: "pro",
    price: "pro-monthly",
    voucher: "BIGDEAL",
    successUrl: "https://app.test/",
  };
  const { subscription } = await run(browser, "post", "/v1/client/checkout", {}, body);
  await run(browser, "get", "/v1/client/token", {});
  const path = "/v1/customers/{customer}/subscriptions/{subscription}";
  const s = { ...c, subscription: subscription.id };
  await run(api, "patch", path, s, { quantities: { seats: 5 } });
  await run(api, "put", `${path}/addons/{addon}`, { ...s, addon: "extra-calls" }, { quantity: 2 });
  await run(api, "delete", `${path}/addons/{addon}`, { ...s, addon: "extra-calls" });
  await run(api, "post", `${path}/cancel`, s, {});
  await run(api, "post", "/v1/customers/{customer}/subscriptions", c, { plan: "fifty" });
  await run(edge.anybody, "get", "/v1/environments/{environment}/jwks.json", { environment: id });
  await run(edge.anybody, "get", "/healthz", {});
  await run(api, "delete", "/v1/customers/{customer}/sessions", c);
  await run(api, "delete", "/v1/customers/{customer}", c);
});

test("refusals fit the schema of a problem", async () => {
  await customer("faulty");
  described("/v1/catalog", "put", await api.put("/v1/catalog", { plans: 1 }));
  described("/v1/check", "post", await api.post("/v1/check", { customer: 1 }));
  described("/v1/client/quotes", "post", await page.post("/v1/client/quotes", { plan: "missing" }));
  described(
    "/v1/customers/{customer}/vouchers",
    "post",
    await api.post("/v1/customers/faulty/vouchers", { code: "NO" }),
  );
});
