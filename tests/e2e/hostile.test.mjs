import assert from "node:assert/strict";
import { test } from "node:test";
import { catalog } from "./catalog.mjs";
import { startedEdge } from "./edge.mjs";
import { refused } from "./problem.mjs";

const edge = await startedEdge();
const { api, page, customer, session, entitlement } = await edge.environment();

test("customer ids are any printable ASCII, and each is a customer of its own", async () => {
  const ids = [
    "__proto__",
    "constructor",
    "toString",
    "a/b",
    "../catalog",
    "a%2Fb",
    "a.b",
    "...",
    "user@acme.test",
    "'; DROP TABLE customers; --",
    '"quoted"',
    "{}",
    "sub_1",
    "a?b#c",
    "a+b",
    "~!*()",
    "null",
    "0",
    "A",
    "x".repeat(128),
  ].map((id) => id.replaceAll(" ", "_"));
  for (const [index, id] of ids.entries()) {
    (await api.put(`/v1/customers/${encodeURIComponent(id)}`, { name: `number ${index}` })).is(201);
  }
  for (const [index, id] of ids.entries()) {
    const read = (await api.get(`/v1/customers/${encodeURIComponent(id)}`)).is(200);
    assert.deepEqual([read.id, read.name], [id, `number ${index}`]);
    assert.equal(
      (await api.post("/v1/check", { customer: id, feature: "sso" })).is(200).allowed,
      false,
    );
  }
  const { results } = (
    await api.post("/v1/usage", {
      events: ids.map((id) => ({ customer: id, feature: "api-calls" })),
    })
  ).is(200);
  assert.equal(results.length, ids.length);
});

test("customer ids that are none are refused, and reach nothing else", async () => {
  const wrong = [
    "%20",
    "a%20b",
    "%00",
    "a%00b",
    "%C3%A9",
    "%F0%9F%98%80",
    "%0A",
    "%7F",
    "x".repeat(129),
    "%E2%80%AE",
  ];
  for (const id of wrong) {
    for (const method of ["GET", "PUT", "DELETE"]) {
      refused(
        await api.send(method, `/v1/customers/${id}`, method === "PUT" ? {} : undefined),
        400,
        "invalid_path",
      );
    }
  }
  for (const path of ["%FF", "%C3", "%ED%A0%80"])
    refused(await api.get(`/v1/customers/${path}`), 400, "invalid_path");
  for (const id of ["", "a b", "é", "a\u0000", "x".repeat(129), 7, [], {}]) {
    refused(await api.post("/v1/tokens", { customer: id }), 400, "invalid_body", ["/customer"]);
  }
});

test("paths with dots, doubled slashes and broken escapes never reach another resource", async () => {
  const key = { "content-type": "application/json" };
  for (const path of [
    "/v1/customers/../catalog/versions/../../environments",
    "/v1/customers/%2e%2e/%2e%2e/v1/environments",
    "/v1/customers/..%2f..%2fenvironments",
    "//v1//customers",
    "/v1/customers/a/entitlements/",
    "/v1/customers/%",
    "/v1/customers/%zz",
    "/demo/../v1/environments",
    "/demo/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "/demo/..%5c..%5cetc%5cpasswd",
    "/demo/....//....//etc/passwd",
  ]) {
    const answer = await api.sendExactly("GET", path, key);
    assert.ok(
      [400, 401, 403, 404].includes(answer.status),
      `${path} → ${answer.status} ${answer.text.slice(0, 200)}`,
    );
    assert.ok(!answer.text.includes("root:"));
  }
});

test("names of prototypes are members like any other: unknown ones are refused, in metadata they are kept", async () => {
  await customer("proto");
  for (const name of ["__proto__", "constructor", "prototype", "toString"]) {
    const text = `{"${name}":{"admin":true}}`;
    refused(await api.put("/v1/customers/proto", text), 400, "invalid_body", [`/${name}`]);
  }
  const text = '{"metadata":{"__proto__":"a","constructor":"b","hasOwnProperty":"c"}}';
  (await api.put("/v1/customers/proto", text)).is(200);
  const read = await api.get("/v1/customers/proto");
  for (const member of ['"__proto__":"a"', '"constructor":"b"', '"hasOwnProperty":"c"'])
    assert.ok(read.text.includes(member), read.text);
  for (const feature of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    assert.equal(
      (await api.post("/v1/check", { customer: "proto", feature })).is(200).reason,
      "unknownFeature",
    );
    assert.equal(
      (await api.post("/v1/check", { customer: "proto", feature: "sso", flag: feature })).is(200)
        .allowed,
      false,
    );
  }
});

test("features, plans and vouchers may be called constructor, and work", async () => {
  const { api, customer, entitlement } = await edge.environment({ catalog: null });
  const document = {
    version: 1,
    currency: "usd",
    features: [
      { key: "constructor", name: "C", kind: "boolean" },
      { key: "valueof", name: "V", kind: "meter", unit: "v", aggregation: "sum" },
    ],
    plans: [
      {
        key: "constructor",
        name: "C",
        entitlements: {
          constructor: true,
          valueof: { limit: 2, enforcement: "hard", reset: "never" },
        },
        prices: [],
      },
    ],
    addons: [],
    vouchers: [
      {
        key: "constructor",
        codes: ["CONSTRUCTOR"],
        effects: { entitlements: { valueof: { limit: 3, merge: "add", for: "P1M" } } },
      },
    ],
  };
  (await api.put("/v1/catalog", document)).is(200);
  await customer("constructor", { plan: "constructor" });
  (await api.post("/v1/customers/constructor/vouchers", { code: "constructor" })).is(201);
  assert.equal((await entitlement("constructor", "constructor")).value, true);
  assert.equal((await entitlement("constructor", "valueof")).limit, 5);
  const token = (await api.post("/v1/tokens", { customer: "constructor" })).is(201).token;
  assert.ok(Buffer.from(token.split(".")[1], "base64url").toString().includes('"constructor"'));
  refused(
    await api.put(
      "/v1/catalog",
      JSON.stringify(document).replace('"key":"valueof"', '"key":"__proto__"'),
    ),
    422,
    "catalog_invalid",
    ["/features/1/key"],
  );
});

test("bytes that are no UTF-8 are refused wherever they stand", async () => {
  for (const bytes of [
    [0xff],
    [0xc3, 0x28],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xc0, 0xaf],
  ]) {
    const body = Buffer.concat([Buffer.from('{"name":"'), Buffer.from(bytes), Buffer.from('"}')]);
    refused(await api.put("/v1/customers/acme", body), 400, "invalid_json");
  }
  refused(await api.put("/v1/customers/acme", '{"name":"\\ud800"}'), 400, "invalid_json");
  refused(await api.put("/v1/customers/acme", Buffer.from([0, 0, 0])), 400, "invalid_json");
  refused(
    await api.put("/v1/customers/acme", Buffer.from('{"name":"x"}', "utf16le")),
    400,
    "invalid_json",
  );
});

test("text comes back byte for byte, whatever it says", async () => {
  const names = [
    "Ünïcödé 日本語 🦀",
    "<script>alert(1)</script>",
    'a\\b"c',
    "\u202Eevil",
    "Ａ",
    "e\u0301",
    "'; DROP TABLE x; --",
    "{{7*7}}",
    "%s%n",
  ];
  for (const name of names) {
    (await api.put("/v1/customers/text", { name, metadata: { [name]: name } })).body;
    const read = (await api.get("/v1/customers/text")).is(200);
    assert.deepEqual([read.name, read.metadata], [name, { [name]: name }]);
  }
  const nul = await api.put("/v1/customers/text", { name: "a\u0000b" });
  if (nul.status === 200)
    assert.equal((await api.get("/v1/customers/text")).is(200).name, "a\u0000b");
  else refused(nul, 400, "invalid_body", ["/name"]);
});

test("codes of every kind are looked up and not found, and never break the search", async () => {
  await customer("typist");
  for (const code of [
    "%",
    "_",
    "' OR '1'='1",
    "\\",
    "\u0000",
    "🦀",
    "ﬀ",
    "ACME‐500",
    "__proto__",
    "ACME-500\u200B",
    "A".repeat(64),
  ]) {
    const answer = await api.post("/v1/customers/typist/vouchers", { code });
    assert.ok(answer.status === 404 || answer.status === 400, answer.text);
  }
  assert.equal((await entitlement("typist", "api-calls")).limit, 0);
});

test("events out of order, duplicated and replayed end in the same state", async () => {
  await customer("shuffled", { plan: "pro", price: "pro-monthly" });
  const { headers } = await edge.anybody.get("/healthz");
  const at = (minutes) =>
    new Date(Number(headers.get("tollgate-time")) - minutes * 60_000).toISOString();
  const events = [3, 1, 2, 3, 2, 1].map((number) => ({
    customer: "shuffled",
    feature: "api-calls",
    value: 10 ** number,
    key: `n${number}`,
    at: at(number),
  }));
  for (let round = 0; round < 3; round += 1) (await api.post("/v1/usage", { events })).is(200);
  assert.equal((await entitlement("shuffled", "api-calls")).used, 1110);
  const other = { ...events[0], value: 5 };
  const answer = (await api.post("/v1/usage", other)).is(200).results[0];
  assert.equal(answer.status, "duplicate");
  assert.equal((await entitlement("shuffled", "api-calls")).used, 1110);
});

test("numbers at the edge of what is counted neither wrap nor round", async () => {
  await customer("numeric", { plan: "enterprise", price: "enterprise-monthly" });
  const most = Number.MAX_SAFE_INTEGER;
  const set = (value) =>
    api.post("/v1/usage", { customer: "numeric", feature: "api-calls", value, behaviour: "set" });
  assert.equal((await set(most)).is(200).results[0].status, "accepted");
  const over = (
    await api.post("/v1/usage", { customer: "numeric", feature: "api-calls", value: most })
  ).is(200).results[0];
  assert.equal(over.status, "refused");
  assert.equal((await entitlement("numeric", "api-calls")).used, most);
  const down = (
    await api.post("/v1/usage", { customer: "numeric", feature: "api-calls", value: -most })
  ).is(200);
  assert.equal(down.results[0].decision.used, 0);
  (
    await api.post("/v1/customers/numeric/grants", { feature: "jobs", limit: most, merge: "add" })
  ).is(201);
  (
    await api.post("/v1/customers/numeric/grants", { feature: "jobs", limit: most, merge: "add" })
  ).is(201);
  const jobs = await entitlement("numeric", "jobs");
  assert.ok(Number.isSafeInteger(jobs.limit) && jobs.limit >= most, String(jobs.limit));
  const selection = { plan: "pro", price: "pro-monthly", quantities: { seats: most } };
  assert.equal((await page.post("/v1/client/quotes", selection)).status, 422);
});

test("a large batch of large events and a large document are answered within the limit", async () => {
  await customer("large", { plan: "pro", price: "pro-monthly" });
  const events = Array.from({ length: 1000 }, (_, index) => ({
    customer: "large",
    feature: "api-calls",
    value: 1,
    key: `${index}-${"k".repeat(150)}`,
  }));
  assert.equal((await api.post("/v1/usage", { events })).is(200).results.length, 1000);
  const { api: other } = await edge.environment({ catalog: null });
  const document = catalog();
  document.features.push(
    ...Array.from({ length: 480 }, (_, index) => ({
      key: `f${index}`,
      name: `Feature ${index}`,
      kind: "boolean",
    })),
  );
  for (const plan of document.plans)
    for (let index = 0; index < 480; index += 3) plan.entitlements[`f${index}`] = true;
  (await other.put("/v1/catalog", document)).is(200);
  const wrong = { ...document, plans: Array.from({ length: 3000 }, () => 1) };
  const answer = await other.put("/v1/catalog", wrong);
  assert.equal(answer.status, 422);
  assert.ok(answer.text.length < 1_000_000);
});

test("headers that make no sense are refused or without effect", async () => {
  await customer("headers");
  refused(
    await api.get("/v1/customers/headers", { authorization: "Bearer" }),
    400,
    "invalid_header",
  );
  const long = await api.get("/v1/customers/headers", { "x-long": "x".repeat(6000) });
  long.is(200);
  const browser = await session("headers");
  const nowhere = await browser.get("/v1/client/token", { origin: "null" });
  assert.ok([200, 403].includes(nowhere.status));
  refused(await api.get("/v1/customers/headers?a=1"), 400, "invalid_query");
  refused(await api.get("/v1/customers?limit=5&limit=6"), 400, "invalid_query");
  refused(await api.get("/v1/customers?%FF=1"), 400, "invalid_query");
});
