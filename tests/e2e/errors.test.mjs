import assert from "node:assert/strict";
import { test } from "node:test";
import { startedEdge } from "./edge.mjs";
import { refused } from "./problem.mjs";

const edge = await startedEdge();
const { api, page, secretKey, publishableKey, customer, session } = await edge.environment();
await customer("acme", { plan: "starter" });

test("a body that is no JSON is refused, whatever it is", async () => {
  const wrong = [
    "{",
    "{} {}",
    '{"name":}',
    "{name:1}",
    "nul",
    "[1,]",
    '{"a":"\u0001"}',
    '{"a":01}',
    '{"a":NaN}',
    "\uFEFF{}",
  ];
  for (const text of wrong) refused(await api.put("/v1/customers/acme", text), 400, "invalid_json");
  for (const value of [[], "text", 7, true, null]) {
    refused(await api.put("/v1/customers/acme", JSON.stringify(value)), 400, "invalid_body", [""]);
  }
});

test("duplicate members are refused, at any depth, however they are written", async () => {
  const wrong = [
    '{"name":"a","name":"b"}',
    '{"metadata":{"x":1,"x":1}}',
    '{"name":"a","n\\u0061me":"b"}',
  ];
  for (const text of wrong) refused(await api.put("/v1/customers/acme", text), 400, "invalid_json");
});

test("JSON deeper than 32 levels is refused, also when it is deeper than any stack", async () => {
  const nested = (depth) => `{"metadata":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}}`;
  for (const depth of [33, 100, 40_000])
    refused(await api.put("/v1/customers/acme", nested(depth)), 400, "invalid_json");
  const arrays = `{"metadata":${"[".repeat(120_000)}`;
  refused(await api.put("/v1/customers/acme", arrays), 400, "invalid_json");
  const shallow = await api.put("/v1/customers/acme", nested(10));
  assert.ok(shallow.status === 200 || shallow.body.code === "invalid_body", shallow.text);
});

test("integers past 2^53 - 1 are refused instead of rounded", async () => {
  for (const value of ["9007199254740992", "-9007199254740993", "123456789012345678901234567890"]) {
    refused(
      await api.post("/v1/usage", `{"customer":"acme","feature":"api-calls","value":${value}}`),
      400,
      "invalid_json",
    );
  }
});

const padded = (bytes) => `{"name":"${"x".repeat(bytes - '{"name":""}'.length)}"}`;
const stream = (text) =>
  new ReadableStream({
    start(controller) {
      const bytes = new TextEncoder().encode(text);
      for (let at = 0; at < bytes.length; at += 16_384)
        controller.enqueue(bytes.subarray(at, at + 16_384));
      controller.close();
    },
  });

test("a body over 256 KiB is refused with 413, announced or in chunks; one of exactly that is read", async () => {
  const most = 256 * 1024;
  for (const body of [padded(most + 1), stream(padded(most + 1))]) {
    refused(await api.put("/v1/customers/acme", body), 413, "body_too_large");
  }
  for (const body of [padded(most), stream(padded(most))]) {
    refused(await api.put("/v1/customers/acme", body), 400, "invalid_body", ["/name"]);
  }
  (await api.put("/v1/customers/acme", stream('{"name":"In chunks"}'))).is(200);
});

test("a catalogue may have 1 MiB and no more", async () => {
  const most = 1024 * 1024;
  refused(await api.put("/v1/catalog", padded(most)), 422, "catalog_invalid", ["/name"]);
  for (const body of [padded(most + 1), stream(padded(most + 1))]) {
    refused(await api.put("/v1/catalog", body), 413, "body_too_large");
  }
});

test("a body in a format that is not read is refused", async () => {
  for (const type of ["text/xml", "multipart/form-data; boundary=x", "application/yaml"]) {
    refused(
      await api.put("/v1/customers/acme", "{}", { "content-type": type }),
      415,
      "unsupported_media_type",
    );
  }
});

test("an unknown path is 404, another method 405 with the methods there are", async () => {
  for (const path of [
    "/nothing",
    "/v1",
    "/v1/",
    "/v2/customers",
    "/v1/customers/",
    "/v1/customers/acme/what",
    "//v1/customers",
  ]) {
    refused(await api.get(path), 404, "not_found");
  }
  for (const [method, path, allowed] of [
    ["DELETE", "/v1/catalog", ["GET", "PUT"]],
    ["POST", "/v1/customers/acme", ["GET", "PUT", "PATCH", "DELETE"]],
    ["PUT", "/v1/usage", ["POST"]],
    ["GET", "/v1/check", ["POST"]],
    ["POST", "/healthz", ["GET"]],
  ]) {
    const answer = await api.send(method, path, method === "GET" ? undefined : "{}");
    refused(answer, 405, "method_not_allowed");
    const allow = answer.headers.get("allow").split(/, */);
    for (const word of allowed) assert.ok(allow.includes(word), `${word} is not in ${allow}`);
  }
});

test("without a key, with a wrong one or with one of another kind nothing is answered", async () => {
  const anybody = edge.anybody;
  const bearer = (key) => anybody.with({ authorization: `Bearer ${key}` });
  const answer = await anybody.get("/v1/customers");
  refused(answer, 401, "key_missing");
  assert.match(answer.headers.get("www-authenticate"), /^Bearer/);
  const flipped = secretKey.slice(0, -1) + (secretKey.at(-1) === "a" ? "b" : "a");
  const wrong = [
    flipped,
    "sk_sandbox_x_y",
    "sk_",
    "x",
    secretKey.replace("sandbox", "live"),
    `${secretKey}x`,
    secretKey.toUpperCase(),
  ];
  for (const key of [...wrong, edge.operatorKey])
    refused(await bearer(key).get("/v1/customers"), 401, "key_invalid");
  refused(await bearer(publishableKey).get("/v1/customers"), 403, "key_not_allowed");
  refused(
    await anybody.get("/v1/customers", { authorization: `Basic ${btoa("a:b")}` }),
    400,
    "invalid_header",
  );
  refused(
    await anybody.with({ "tollgate-key": flipped.replace("sk_", "pk_") }).get("/v1/client/pricing"),
    401,
    "key_invalid",
  );
  refused(await anybody.get("/v1/client/pricing"), 401, "key_missing");
  (await bearer(publishableKey).get("/v1/client/pricing")).is(200);
});

test("a key of another environment reaches nothing of this one", async () => {
  const other = await edge.environment();
  refused(await other.api.get("/v1/customers/acme"), 404, "customer_unknown");
  refused(
    await other.api.post("/v1/check", { customer: "acme", feature: "sso" }),
    404,
    "customer_unknown",
  );
  const browser = await session("acme");
  const mixed = browser.with({ "tollgate-key": other.publishableKey });
  assert.equal((await mixed.get("/v1/client/token")).status, 401);
});

test("pages of any origin may ask a sandbox, and none a live environment that names none", async () => {
  const origin = { origin: "https://shop.test" };
  const answer = await page.get("/v1/client/pricing", origin);
  answer.is(200);
  assert.ok(["https://shop.test", "*"].includes(answer.headers.get("access-control-allow-origin")));
  const exposed = answer.headers.get("access-control-expose-headers").toLowerCase();
  for (const name of ["tollgate-time", "tollgate-request-id", "etag", "retry-after"])
    assert.ok(exposed.includes(name), name);
  assert.match(answer.headers.get("vary") ?? "", /origin/i);
  const live = await edge.environment({ kind: "live" });
  const shunned = await live.page.get("/v1/client/pricing", origin);
  refused(shunned, 403, "origin_not_allowed");
  assert.equal(shunned.headers.get("access-control-allow-origin"), null);
  (await live.page.get("/v1/client/pricing")).is(200);
});

test("a preflight of a client endpoint is answered, one of a server endpoint is not", async () => {
  const asked = (method, headers) => ({
    origin: "https://shop.test",
    "access-control-request-method": method,
    "access-control-request-headers": headers,
  });
  for (const [method, path] of [
    ["GET", "/v1/client/pricing"],
    ["GET", "/v1/client/token"],
    ["POST", "/v1/client/quotes"],
    ["POST", "/v1/client/vouchers/redeem"],
    ["POST", "/v1/client/checkout"],
  ]) {
    const answer = await edge.anybody.send(
      "OPTIONS",
      path,
      undefined,
      asked(method, "tollgate-key,authorization,content-type,idempotency-key"),
    );
    assert.ok([200, 204].includes(answer.status));
    assert.ok(
      ["https://shop.test", "*"].includes(answer.headers.get("access-control-allow-origin")),
    );
    assert.ok(answer.headers.get("access-control-allow-methods").includes(method));
    const headers = answer.headers.get("access-control-allow-headers").toLowerCase();
    for (const name of ["tollgate-key", "authorization", "content-type", "idempotency-key"])
      assert.ok(headers.includes(name), name);
  }
  for (const path of [
    "/v1/customers",
    "/v1/catalog",
    "/v1/usage",
    "/v1/environments",
    "/v1/nothing",
  ]) {
    const answer = await edge.anybody.send(
      "OPTIONS",
      path,
      undefined,
      asked("GET", "authorization"),
    );
    assert.equal(answer.headers.get("access-control-allow-origin"), null, path);
  }
  assert.equal(
    (await api.get("/v1/customers", { origin: "https://shop.test" })).headers.get(
      "access-control-allow-origin",
    ),
    null,
  );
});

test("a refusal is readable by the page that caused it", async () => {
  const answer = await page.post(
    "/v1/client/quotes",
    { plan: "no" },
    { origin: "https://shop.test" },
  );
  assert.equal(answer.status, 422);
  assert.ok(answer.headers.get("access-control-allow-origin"));
});

test("the log has a line for every request, with no key, no token and no code in it", async () => {
  const browser = await session("acme");
  const { token } = (await browser.get("/v1/client/token")).is(200);
  const answer = await browser.post("/v1/client/vouchers/redeem", { code: "ACME-500" });
  answer.is(201);
  await edge.restart();
  const text = edge.lines.join("\n");
  for (const secret of [secretKey, publishableKey, edge.operatorKey, token, "ACME-500"]) {
    assert.ok(!text.includes(secret), `a secret of ${secret.length} characters stands in the log`);
  }
  const line = edge.lines.find((line) => line.includes(answer.headers.get("tollgate-request-id")));
  assert.equal(JSON.parse(line).status, 201);
});
