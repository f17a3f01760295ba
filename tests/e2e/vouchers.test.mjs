import assert from "node:assert/strict";
import { test } from "node:test";
import { catalog } from "./catalog.mjs";
import { startedEdge } from "./edge.mjs";
import { refused } from "./problem.mjs";

const edge = await startedEdge();
const { api, page, customer, entitlement } = await edge.environment();
const redeem = (id, code) => api.post(`/v1/customers/${id}/vouchers`, { code });

test("a redemption acts at once and shows its terms", async () => {
  await customer("redeemer", { plan: "pro", price: "pro-monthly" });
  const made = (await redeem("redeemer", "BIGDEAL")).is(201);
  assert.match(made.id, /^red_/);
  assert.equal(made.voucher, "big-deal");
  assert.equal(made.code, "BIGDEAL");
  assert.deepEqual(made.effects.discount, { percent: 30, duration: { repeating: 12 } });
  assert.ok(made.redeemedAt && made.expiresAt);
  assert.equal((await entitlement("redeemer", "api-calls")).limit, 60_000);
  assert.equal((await entitlement("redeemer", "sso")).value, true);
  assert.equal((await entitlement("redeemer", "beta-dashboard")).value, true);
});

test("codes are compared without case, trimmed", async () => {
  await customer("sloppy");
  assert.equal((await redeem("sloppy", "  beta6\t")).is(201).code, "BETA6");
});

test("once per customer, unless more is said", async () => {
  await customer("again");
  (await redeem("again", "BETA6")).is(201);
  const body = refused(await redeem("again", "BETA6"), 422, "voucher_not_redeemable");
  assert.deepEqual(
    body.errors.map(({ code }) => code),
    ["already_redeemed"],
  );
});

test("several codes of one voucher count together", async () => {
  const { api, customer } = await edge.environment();
  const voucher = {
    key: "pair",
    codes: ["LEFT", "RIGHT"],
    effects: { entitlements: { sso: { value: true, for: "P1M" } } },
    constraints: { maxRedemptions: 3, maxPerCustomer: 2 },
  };
  (await api.post("/v1/vouchers", voucher)).is(201);
  await customer("one");
  await customer("two");
  const redeem = (id, code) => api.post(`/v1/customers/${id}/vouchers`, { code });
  (await redeem("one", "LEFT")).is(201);
  (await redeem("one", "right")).is(201);
  refused(await redeem("one", "LEFT"), 422, "voucher_not_redeemable");
  (await redeem("two", "LEFT")).is(201);
  refused(await redeem("two", "RIGHT"), 422, "voucher_not_redeemable");
  assert.equal((await api.get("/v1/vouchers/pair")).is(200).redemptions, 3);
});

test("no more than the maximum, over all customers", async () => {
  for (const id of ["first", "second", "third"]) await customer(id);
  (await redeem("first", "FIRST2")).is(201);
  (await redeem("second", "FIRST2")).is(201);
  const body = refused(await redeem("third", "FIRST2"), 422, "voucher_not_redeemable");
  assert.ok(body.errors.some(({ code }) => code === "used_up"));
  assert.equal((await entitlement("third", "sso")).value, false);
  assert.equal((await api.get("/v1/vouchers/first-two")).is(200).redemptions, 2);
});

test("a voucher for other plans says so", async () => {
  await customer("early", { plan: "starter" });
  const other = refused(await redeem("early", "BIGDEAL"), 422, "voucher_not_redeemable");
  assert.ok(other.errors.some(({ code }) => code === "wrong_plan"));
});

test("a voucher for a first purchase is refused to whoever has bought", async () => {
  await customer("newcomer");
  (await redeem("newcomer", "NEWCOMER")).is(201);
  await customer("regular", { plan: "pro", price: "pro-monthly" });
  const body = refused(await redeem("regular", "NEWCOMER"), 422, "voucher_not_redeemable");
  assert.deepEqual(
    body.errors.map(({ code }) => code),
    ["not_first_purchase"],
  );
});

test("unknown, early, expired, archived and foreign codes are one and the same 404, on redemption and preview", async () => {
  await customer("guesser");
  await customer("vip");
  const archived = {
    key: "gone",
    codes: ["GONE"],
    effects: { flags: { "beta-dashboard": { value: true } } },
  };
  (await api.post("/v1/vouchers", archived)).is(201);
  (await api.post("/v1/vouchers/gone/archive")).is(200);
  const shape = ({ body }) => ({ ...body, requestId: "", instance: "" });
  const answers = [];
  for (const code of ["NEVER-WAS", "PAST", "FUTURE", "VIP", "GONE", "' OR 1=1 --"]) {
    answers.push(await redeem("guesser", code));
    answers.push(await page.post("/v1/client/vouchers/preview", { code }));
  }
  for (const answer of answers) {
    refused(answer, 404, "voucher_unknown");
    assert.deepEqual(shape(answer), shape(answers[0]));
  }
  (await redeem("vip", "VIP")).is(201);
});

test("changing a voucher later does not change what was redeemed", async () => {
  const { api, customer, entitlement } = await edge.environment();
  await customer("settled", { plan: "starter" });
  (await api.post("/v1/customers/settled/vouchers", { code: "ACME-500" })).is(201);
  const changed = catalog();
  changed.vouchers[1].effects.entitlements["api-calls"].limit = 9;
  (await api.put("/v1/catalog?applyTo=all", changed)).is(200);
  assert.equal((await entitlement("settled", "api-calls")).limit, 1500);
  await customer("unsettled", { plan: "starter" });
  (await api.post("/v1/customers/unsettled/vouchers", { code: "ACME-500" })).is(201);
  assert.equal((await entitlement("unsettled", "api-calls")).limit, 1009);
});

test("vouchers can be made beside the catalogue, read, listed and archived", async () => {
  const { api, customer } = await edge.environment();
  const voucher = {
    key: "launch",
    codes: ["LAUNCH"],
    effects: { discount: { percent: 10, duration: "forever" } },
  };
  const made = (await api.post("/v1/vouchers", voucher)).is(201);
  assert.equal(made.key, "launch");
  assert.equal(made.redemptions, 0);
  await customer("c");
  (await api.post("/v1/customers/c/vouchers", { code: "LAUNCH" })).is(201);
  assert.equal((await api.get("/v1/vouchers/launch")).is(200).redemptions, 1);
  assert.deepEqual(
    (await api.get("/v1/vouchers")).is(200).data.map(({ key }) => key),
    ["launch"],
  );
  assert.equal((await api.get("/v1/vouchers/acme-500")).is(200).key, "acme-500");
  assert.equal(
    (await api.patch("/v1/vouchers/launch", { status: "archived" })).is(200).status,
    "archived",
  );
  refused(await api.get("/v1/vouchers/missing"), 404, "voucher_unknown");
  assert.equal((await api.post("/v1/vouchers/acme-500/archive")).status, 409);
});

test("a voucher that is invalid, or whose key or code is taken, is refused", async () => {
  const { api } = await edge.environment();
  const body = { key: "Big!", codes: [], effects: { discount: { percent: 120 } }, extra: 1 };
  const wrong = await api.post("/v1/vouchers", body);
  assert.ok([400, 422].includes(wrong.status), wrong.text);
  refused(wrong, wrong.status, wrong.body.code, ["/key", "/extra"]);
  const effects = { flags: { "beta-dashboard": { value: true } } };
  assert.equal(
    (await api.post("/v1/vouchers", { key: "acme-500", codes: ["NEW"], effects })).status,
    409,
  );
  assert.equal(
    (await api.post("/v1/vouchers", { key: "new", codes: ["acme-500"], effects })).status,
    409,
  );
});

test("unique codes are each good for one use", async () => {
  const { api, customer } = await edge.environment();
  const many = {
    key: "many",
    codes: [],
    effects: { entitlements: { sso: { value: true, for: "P1M" } } },
    constraints: { maxPerCustomer: 5 },
  };
  (await api.post("/v1/vouchers", many)).is(201);
  const { codes } = (
    await api.post("/v1/vouchers/many/codes", { count: 1000, prefix: "ACME-" })
  ).is(201);
  assert.equal(new Set(codes).size, 1000);
  for (const code of codes) assert.match(code, /^ACME-[0-9A-Z-]{8,}$/);
  await customer("one");
  await customer("two");
  (await api.post("/v1/customers/one/vouchers", { code: codes[0].toLowerCase() })).is(201);
  const again = await api.post("/v1/customers/two/vouchers", { code: codes[0] });
  assert.ok([404, 422].includes(again.status), again.text);
  (await api.post("/v1/customers/two/vouchers", { code: codes[999] })).is(201);
  refused(await api.post("/v1/vouchers/many/codes", { count: 0 }), 400, "invalid_body", ["/count"]);
  refused(await api.post("/v1/vouchers/many/codes", { count: 10_001 }), 400, "invalid_body", [
    "/count",
  ]);
});

test("a body without a code, or with something else, redeems nothing", async () => {
  await customer("wordless");
  refused(await api.post("/v1/customers/wordless/vouchers", {}), 400, "invalid_body");
  refused(
    await api.post("/v1/customers/wordless/vouchers", { code: ["ACME-500"] }),
    400,
    "invalid_body",
    ["/code"],
  );
  refused(
    await api.post("/v1/customers/wordless/vouchers", { code: "x".repeat(5000) }),
    400,
    "invalid_body",
    ["/code"],
  );
  for (const code of ["", "   "]) {
    const answer = await redeem("wordless", code);
    assert.ok([400, 404].includes(answer.status), answer.text);
  }
});

test("codes cannot be guessed quickly, and a right code is taken all the same", async () => {
  const { page, session, customer } = await edge.environment();
  await customer("burglar");
  const burglar = await session("burglar");
  let tries = 0;
  let answer;
  do {
    answer = await burglar.post("/v1/client/vouchers/preview", { code: `GUESS-${tries}` });
    tries += 1;
  } while (answer.status === 404 && tries < 500);
  refused(answer, 429, "too_many_requests");
  assert.ok(Number(answer.headers.get("retry-after")) >= 1);
  assert.ok(tries < 200, `${tries} tries came through`);
  assert.equal((await page.post("/v1/client/vouchers/preview", { code: "WELCOME20" })).status, 200);
});
