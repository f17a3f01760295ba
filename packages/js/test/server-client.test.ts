import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from "vitest";
import { ApiError, NetworkError, TollgateError } from "../src/error.js";
import {
  type Page,
  type Schemas,
  TollgateOperator,
  TollgateServer,
  type TollgateServerOptions,
} from "../src/server.js";
import { problem } from "./fake-edge.js";

const secretKey = "sk_sandbox_1_secret";
const endpoint = "https://edge.test";

interface Asked {
  method: string;
  url: URL;
  headers: Headers;
  text: string | undefined;
  body: unknown;
}
type Answer = () => Response | Promise<Response>;

/** An edge that gives these answers in turn, the last one over and over. */
function edge(...answers: Answer[]) {
  const asked: Asked[] = [];
  const fetch: typeof globalThis.fetch = async (input, init = {}) => {
    const text = typeof init.body === "string" ? init.body : undefined;
    const headers = new Headers(init.headers);
    const isJson = headers.get("Content-Type") === "application/json";
    asked.push({
      method: init.method ?? "GET",
      url: new URL(String(input)),
      headers,
      text,
      body: isJson && text !== undefined ? JSON.parse(text) : undefined,
    });
    init.signal?.throwIfAborted();
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    const ended = new Promise<never>((_, reject) => {
      init.signal?.addEventListener("abort", () => reject(init.signal?.reason));
    });
    return Promise.race([Promise.resolve(answer?.() ?? Response.json({})), ended]);
  };
  const client = (options: Partial<TollgateServerOptions> = {}) =>
    new TollgateServer({ secretKey, endpoint, fetch, ...options });
  return { asked, fetch, client };
}

const json =
  (body: unknown, status = 200): Answer =>
  () =>
    Response.json(body, { status });
const nothing: Answer = () => new Response(null, { status: 204 });
const lost: Answer = () => Promise.reject(new TypeError("fetch failed"));
const silent: Answer = () => new Promise(() => {});
const busy = (status: number, headers: Record<string, string> = {}): Answer => {
  return () => problem(status, status === 429 ? "too_many_requests" : "unavailable", {}, headers);
};
const decision = { allowed: true, reason: "withinLimit" };

const failed = (promise: PromiseLike<unknown>) =>
  promise.then(
    () => {
      throw new Error("it did not fail");
    },
    (error: unknown) => error,
  );

/** Lets every timer run; what the promise becomes, and how long that took by the clock. */
async function elapsed<T>(promise: Promise<T>): Promise<{ millis: number; outcome: T | unknown }> {
  const from = Date.now();
  let end = 0;
  const outcome = promise.then(
    (value) => {
      end = Date.now();
      return value;
    },
    (error: unknown) => {
      end = Date.now();
      return error;
    },
  );
  await vi.runAllTimersAsync();
  return { outcome: await outcome, millis: end - from };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000, toFake: ["Date", "setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("options", () => {
  it("refuses what is no secret key, no endpoint, no time and no number of retries", () => {
    const code = (options: Partial<TollgateServerOptions>) => {
      try {
        new TollgateServer({ secretKey, endpoint, ...options });
      } catch (error) {
        expect(error).toBeInstanceOf(TollgateError);
        return (error as TollgateError).code;
      }
      return null;
    };
    for (const key of ["", "pk_sandbox_1_x", "sk_sandbox_", "sk_live_1\n", "sk_other_1"])
      expect(code({ secretKey: key })).toBe("secret_key_malformed");
    expect(code({ endpoint: "" })).toBe("endpoint_missing");
    for (const timeout of [0, -1, 1.5, Number.NaN, 2 ** 31])
      expect(code({ timeout })).toBe("option_invalid");
    for (const retries of [-1, 0.5, Number.POSITIVE_INFINITY])
      expect(code({ retries })).toBe("option_invalid");
    expect(code({ timeout: 1, retries: 0 })).toBeNull();
    expect(() => new TollgateOperator({ operatorKey: "", endpoint })).toThrow(/operatorKey/);
  });

  it("does not print the key", () => {
    const { client } = edge();
    const tollgate = client();
    const printed = inspect(tollgate, { depth: 9, showHidden: true }) + JSON.stringify(tollgate);
    expect(printed).not.toContain(secretKey);
  });
});

describe("requests", () => {
  it("covers every operation that takes a secret key or the operator's, and no other", async () => {
    const { asked, fetch, client } = edge(json({ data: [], nextCursor: null }));
    const t = client();
    const operator = new TollgateOperator({ operatorKey: "operator", endpoint, fetch });
    const effects = {} as Schemas["VoucherInput"]["effects"];
    await t.catalog.get();
    await t.catalog.put("version: 1");
    await t.catalog.versions().page();
    await t.customers.list().page();
    await t.customers.get("{customer}");
    await t.customers.put("{customer}");
    await t.customers.update("{customer}", {});
    await t.customers.delete("{customer}");
    await t.entitlements.get("{customer}");
    await t.entitlements.query({ customers: ["acme"] });
    await t.subscriptions.create("{customer}", { plan: "pro" });
    await t.subscriptions.update("{customer}", "{subscription}", {});
    await t.subscriptions.list("{customer}").page();
    await t.subscriptions.get("{customer}", "{subscription}");
    await t.subscriptions.withdrawChange("{customer}", "{subscription}");
    await t.subscriptions.cancel("{customer}", "{subscription}");
    await t.subscriptions.resume("{customer}", "{subscription}");
    await t.subscriptions.pause("{customer}", "{subscription}");
    await t.subscriptions.setTrialEnd("{customer}", "{subscription}", "now");
    await t.billing.reportPayment("{customer}", {
      fact: "paid",
      subscription: "{subscription}",
      id: "invoice-1",
    });
    await t.subscriptions.putAddon("{customer}", "{subscription}", "{addon}");
    await t.subscriptions.deleteAddon("{customer}", "{subscription}", "{addon}");
    await t.grants.list("{customer}").page();
    await t.grants.create("{customer}", { feature: "sso", value: true });
    await t.grants.delete("{customer}", "{grant}");
    await t.overrides.put("{customer}", "{feature}", { limit: "unlimited" });
    await t.overrides.delete("{customer}", "{feature}");
    await t.vouchers.list().page();
    await t.vouchers.get("{voucher}");
    await t.vouchers.create({ key: "big-deal", effects });
    await t.vouchers.update("{voucher}", { status: "archived" });
    await t.vouchers.archive("{voucher}");
    await t.vouchers.createCodes("{voucher}", { count: 3 });
    await t.vouchers.redeem("{customer}", "BIGDEAL");
    await t.usage.get("{customer}");
    await t.usage.reset("{customer}", "{feature}");
    await t.usage.record({ customer: "acme", feature: "api-calls" });
    await t.check("acme", "api-calls");
    await t.tokens.create({ customer: "acme" });
    await t.sessions.create({ customer: "acme" });
    await t.sessions.revoke("{customer}");
    await operator.environments.list().page();
    await operator.environments.create({ name: "Acme", kind: "sandbox" });
    await operator.environments.update("{environment}", { tokenTtl: 60 });

    const described = JSON.parse(
      readFileSync(new URL("../../../worker/openapi.json", import.meta.url), "utf8"),
    );
    const operations = Object.entries<Record<string, { security?: object[] }>>(described.paths)
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, { security = [] }]) => ({
          what: `${method.toUpperCase()} ${path}`,
          keys: security.flatMap((one) => Object.keys(one)),
        })),
      )
      .filter(({ keys }) => keys.includes("secretKey") || keys.includes("operatorKey"))
      .map(({ what, keys }) => `${keys} ${what}`);
    const made = asked.map(({ method, url, headers }) => {
      const key = headers.get("Authorization") === "Bearer operator" ? "operatorKey" : "secretKey";
      return `${key} ${method} ${decodeURIComponent(url.pathname)}`;
    });
    expect(made.sort()).toEqual(operations.sort());
  });

  it("sends key, body and query, and an idempotency key with a POST alone", async () => {
    const { asked, client } = edge(json({}));
    const tollgate = client({ endpoint: `${endpoint}/below/` });
    await tollgate.tokens.create({ customer: "acme" });
    await tollgate.tokens.create({ customer: "acme" });
    await tollgate.tokens.create({ customer: "acme" }, { idempotencyKey: "mine" });
    await tollgate.entitlements.get("a/b?c", { explain: true, at: "2027-01-01T00:00:00Z" });
    await tollgate.customers.put("acme", { name: "Acme" }, { ifVersion: 3 });
    const [first, second, third, read, put] = asked;
    expect(first?.url.href).toBe("https://edge.test/below/v1/tokens");
    expect(first?.headers.get("Authorization")).toBe(`Bearer ${secretKey}`);
    expect(first?.body).toEqual({ customer: "acme" });
    expect(first?.headers.get("Idempotency-Key")).toMatch(/^[0-9a-f-]{36}$/);
    expect(second?.headers.get("Idempotency-Key")).not.toBe(first?.headers.get("Idempotency-Key"));
    expect(third?.headers.get("Idempotency-Key")).toBe("mine");
    expect(read?.url.href).toBe(
      "https://edge.test/below/v1/customers/a%2Fb%3Fc/entitlements?explain=true&at=2027-01-01T00%3A00%3A00Z",
    );
    expect(read?.headers.has("Idempotency-Key")).toBe(false);
    expect(read?.headers.has("Content-Type")).toBe(false);
    expect(put?.headers.get("If-Match")).toBe('"3"');
    expect(put?.headers.has("Idempotency-Key")).toBe(false);
  });

  it("sends a catalogue as an object or as YAML", async () => {
    const { asked, client } = edge(json({}));
    await client().catalog.put("version: 1\n", { dryRun: true, applyTo: "all" });
    await client().catalog.put({ plans: [] } as unknown as Schemas["CatalogInput"]);
    expect(asked[0]?.headers.get("Content-Type")).toBe("application/yaml");
    expect(asked[0]?.text).toBe("version: 1\n");
    expect(asked[0]?.url.search).toBe("?dryRun=true&applyTo=all");
    expect(asked[1]?.body).toEqual({ plans: [] });
  });

  it("refuses segments that a URL would lose, and asks nothing", async () => {
    const { asked, client } = edge(json({}));
    for (const customer of ["", ".", ".."]) {
      expect(await failed(client().customers.delete(customer))).toMatchObject({
        code: "invalid_path",
      });
    }
    expect(asked).toHaveLength(0);
    await client().customers.delete("...");
    expect(asked[0]?.url.pathname).toBe("/v1/customers/...");
  });
});

describe("errors", () => {
  it("have the code, the status, the request and every reason", async () => {
    const errors = [{ pointer: "/plan", code: "plan_unknown", detail: "there is no such plan" }];
    const { asked, client } = edge(() => problem(422, "invalid_selection", { errors }));
    const error = await failed(client().subscriptions.create("acme", { plan: "none" }));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toBeInstanceOf(TollgateError);
    expect(error).toMatchObject({
      code: "invalid_selection",
      status: 422,
      requestId: "req_0",
      errors,
      message: "because of invalid_selection",
    });
    expect(asked).toHaveLength(1);
  });

  it("are told of a proxy's page and of an answer that is no JSON", async () => {
    const page = new Response("<h1>Bad gateway</h1>", {
      status: 502,
      headers: { "Tollgate-Request-Id": "req_9" },
    });
    expect(
      await failed(
        edge(() => page)
          .client()
          .customers.get("acme"),
      ),
    ).toMatchObject({
      code: "http_502",
      status: 502,
      requestId: "req_9",
      errors: [],
    });
    const { asked, client } = edge(() => new Response("<h1>Hello</h1>"));
    expect(await failed(client().customers.get("acme"))).toMatchObject({
      code: "answer_malformed",
    });
    expect(asked).toHaveLength(1);
  });
});

describe("retries", () => {
  it.each([429, 503])("tries again after %d, with the same idempotency key and body", async (s) => {
    const { asked, client } = edge(busy(s), busy(s), json({ token: "t" }, 201));
    const { outcome, millis } = await elapsed(client().tokens.create({ customer: "acme" }));
    expect(outcome).toEqual({ token: "t" });
    expect(asked).toHaveLength(3);
    expect(new Set(asked.map(({ headers }) => headers.get("Idempotency-Key"))).size).toBe(1);
    expect(new Set(asked.map(({ text }) => text)).size).toBe(1);
    // Half to all of 1 s, and half to all of 2 s.
    expect(millis).toBeGreaterThanOrEqual(1_500);
    expect(millis).toBeLessThanOrEqual(3_000);
  });

  it("spreads the waits", async () => {
    const waits = new Set<number>();
    for (let time = 0; time < 8; time++) {
      waits.add((await elapsed(edge(lost, json({})).client().customers.get("acme"))).millis);
    }
    expect(waits.size).toBeGreaterThan(1);
  });

  it("waits for as long as `Retry-After` says, and passes on an error that asks for too much", async () => {
    const { asked, client } = edge(busy(503, { "Retry-After": "20" }), json({ id: "acme" }));
    const { outcome, millis } = await elapsed(client().customers.get("acme"));
    expect(outcome).toEqual({ id: "acme" });
    expect(millis).toBeGreaterThanOrEqual(20_000);
    expect(millis).toBeLessThanOrEqual(24_000);
    expect(asked).toHaveLength(2);

    const late = edge(busy(429, { "Retry-After": "31" }), json({}));
    const refused = await elapsed(late.client().customers.get("acme"));
    expect(refused).toMatchObject({
      millis: 0,
      outcome: { code: "too_many_requests", status: 429, retryAfterMillis: 31_000 },
    });
    expect(late.asked).toHaveLength(1);
  });

  it("gives up after as many retries as it was told", async () => {
    for (const [retries, tries] of [
      [0, 1],
      [undefined, 3],
      [4, 5],
    ] as const) {
      const { asked, client } = edge(lost);
      const tollgate = client(retries === undefined ? {} : { retries });
      const { outcome } = await elapsed(tollgate.customers.get("acme"));
      expect(outcome).toBeInstanceOf(NetworkError);
      expect(outcome).toMatchObject({ code: "network", cause: expect.any(TypeError) });
      expect(asked).toHaveLength(tries);
    }
  });

  it("does not repeat what was refused or failed inside", async () => {
    for (const status of [400, 401, 404, 409, 422, 500]) {
      const { asked, client } = edge(() => problem(status, "some_code"));
      await elapsed(client().tokens.create({ customer: "acme" }));
      expect(asked).toHaveLength(1);
    }
  });

  it("does not repeat a change on a condition that may have been carried out", async () => {
    const { asked, client } = edge(lost, json({}));
    const { outcome } = await elapsed(client().customers.put("acme", {}, { ifVersion: 2 }));
    expect(outcome).toMatchObject({ code: "network" });
    expect(asked).toHaveLength(1);
    const refused = edge(busy(503), json({ id: "acme" }));
    const again = await elapsed(refused.client().customers.put("acme", {}, { ifVersion: 2 }));
    expect(again.outcome).toEqual({ id: "acme" });
  });

  it("takes what is gone after a lost answer for deleted, and says so where nothing was lost", async () => {
    const gone: Answer = () => problem(404, "grant_unknown");
    const once = edge(lost, gone).client().grants.delete("acme", "gra_1");
    expect((await elapsed(once)).outcome).toBeUndefined();
    const never = edge(busy(503), gone).client().grants.delete("acme", "gra_1");
    expect((await elapsed(never)).outcome).toMatchObject({ code: "grant_unknown" });
  });
});

describe("time limits", () => {
  it("ends a try without an answer, and one whose body stalls", async () => {
    vi.useRealTimers();
    // The body of what `fetch` gives ends with its signal.
    const stalled: typeof globalThis.fetch = async (_, init = {}) => {
      const end = new TransformStream();
      const { signal } = init;
      return new Response(new ReadableStream().pipeThrough(end, signal ? { signal } : {}));
    };
    for (const fetch of [edge(silent).fetch, stalled]) {
      const tollgate = edge().client({ fetch, retries: 0, timeout: 60_000 });
      const from = Date.now();
      const error = await failed(tollgate.customers.get("acme", { timeout: 30 }));
      expect(error).toMatchObject({ code: "network", cause: { name: "TimeoutError" } });
      expect(Date.now() - from).toBeLessThan(5_000);
    }
  });

  it("counts for each try anew", async () => {
    vi.useRealTimers();
    const { asked, client } = edge(silent, json({ id: "acme" }));
    const tollgate = client({ timeout: 200 });
    expect(await tollgate.customers.get("acme")).toEqual({ id: "acme" });
    expect(asked).toHaveLength(2);
  });

  it("ends by the signal, in a request and between two, with its reason", async () => {
    const reason = new Error("no longer wanted");
    const under = new AbortController();
    const first = edge(silent);
    const asking = failed(first.client().customers.get("acme", { signal: under.signal }));
    under.abort(reason);
    expect(await asking).toBe(reason);
    expect(first.asked).toHaveLength(1);

    const between = new AbortController();
    const second = edge(busy(503, { "Retry-After": "9" }));
    const waiting = failed(second.client().customers.get("acme", { signal: between.signal }));
    await vi.advanceTimersByTimeAsync(1_000);
    between.abort(reason);
    expect(await waiting).toBe(reason);
    await vi.runAllTimersAsync();
    expect(second.asked).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("lists", () => {
  const customer = (id: number) => ({
    id: `c${id}`,
    name: null,
    createdAt: "2027-01-01T00:00:00Z",
  });
  const page = (ids: number[], nextCursor: string | null) =>
    json({ data: ids.map(customer), nextCursor });

  it("gives every row of every page, an empty one among them, and each page when it is needed", async () => {
    const { asked, client } = edge(page([1, 2], "a"), page([], "b"), page([3], null));
    const seen: [string, number][] = [];
    for await (const { id } of client().customers.list({ limit: 2 })) seen.push([id, asked.length]);
    expect(seen).toEqual([
      ["c1", 1],
      ["c2", 1],
      ["c3", 3],
    ]);
    expect(asked.map(({ url }) => url.search)).toEqual([
      "?limit=2",
      "?limit=2&cursor=a",
      "?limit=2&cursor=b",
    ]);
  });

  it("asks for nothing before it is read, nor after a loop ends early, and can be read again", async () => {
    const { asked, client } = edge(page([1, 2], "a"));
    const list = client().customers.list();
    expect(asked).toHaveLength(0);
    for await (const { id } of list) {
      expect(id).toBe("c1");
      break;
    }
    for await (const _ of list) break;
    expect(asked.map(({ url }) => url.search)).toEqual(["", ""]);
  });

  it("gives single pages", async () => {
    const { asked, client } = edge(page([4], null));
    expect(await client().grants.list("acme", { cursor: "x" }).page()).toMatchObject({
      data: [{ id: "c4" }],
      nextCursor: null,
    });
    expect(asked[0]?.url.search).toBe("?cursor=x");
    const pages: Page<unknown>[] = [];
    for await (const one of client().vouchers.list().pages()) pages.push(one);
    expect(pages).toHaveLength(1);
  });

  it("passes on what goes wrong on a later page", async () => {
    const { client } = edge(page([1], "a"), () => problem(401, "key_invalid"));
    const seen: string[] = [];
    const reading = (async () => {
      for await (const { id } of client().customers.list()) seen.push(id);
    })();
    expect(await failed(reading)).toMatchObject({ code: "key_invalid" });
    expect(seen).toEqual(["c1"]);
  });
});

describe("subscriptions", () => {
  const outcome = { scenario: "downgrade", effectiveAt: "2027-02-01T00:00:00Z", warnings: [] };

  it("sends what is asked of each, and gives what came of it", async () => {
    const { asked, client } = edge(json(outcome));
    const { subscriptions, billing } = client();
    const change = { plan: "starter", when: "periodEnd", allowOverLimit: true } as const;
    expect(await subscriptions.update("acme", "sub_1", change)).toEqual(outcome);
    await subscriptions.cancel("acme", "sub_1", { when: "now" });
    await subscriptions.resume("acme", "sub_1");
    await subscriptions.pause("acme", "sub_1");
    await subscriptions.pause("acme", "sub_1", { resumesAt: "2027-03-01T00:00:00Z" });
    await subscriptions.setTrialEnd("acme", "sub_1", "now");
    const report = { fact: "payment_failed", subscription: "sub_1", id: "in_7" } as const;
    await billing.reportPayment("acme", report);
    expect(asked.map(({ body }) => body)).toEqual([
      change,
      { when: "now" },
      undefined,
      undefined,
      { resumesAt: "2027-03-01T00:00:00Z" },
      { end: "now" },
      report,
    ]);
    const isRepeatable = asked.map(({ headers }) => headers.has("Idempotency-Key"));
    expect(isRepeatable).toEqual([false, true, true, true, true, true, true]);
  });

  it("come in pages", async () => {
    const first = json({ data: [{ id: "sub_1", status: "canceled" }], nextCursor: "a" });
    const last = json({ data: [{ id: "sub_2", status: "paused" }], nextCursor: null });
    const { asked, client } = edge(first, last);
    const seen: string[] = [];
    for await (const { id, status } of client().subscriptions.list("acme", { limit: 1 }))
      seen.push(`${id} ${status}`);
    expect(seen).toEqual(["sub_1 canceled", "sub_2 paused"]);
    expect(asked.map(({ url }) => url.search)).toEqual(["?limit=1", "?limit=1&cursor=a"]);
  });

  it("say of a withdrawal whose answer was lost nothing, and where there was none that", async () => {
    const none: Answer = () => problem(404, "no_pending_change");
    const again = edge(lost, none).client().subscriptions.withdrawChange("acme", "sub_1");
    expect((await elapsed(again)).outcome).toBeUndefined();
    const never = edge(none).client().subscriptions.withdrawChange("acme", "sub_1");
    expect((await elapsed(never)).outcome).toMatchObject({ code: "no_pending_change" });
  });
});

describe("gates", () => {
  it("asks what it was asked", async () => {
    const { asked, client } = edge(json(decision));
    await client().check("acme", "api-calls");
    const options = { requested: 0, flag: "beta", consume: true };
    expect(await client().check("acme", "api-calls", options)).toEqual(decision);
    expect(asked.map(({ body }) => body)).toEqual([
      { customer: "acme", feature: "api-calls" },
      { customer: "acme", feature: "api-calls", ...options },
    ]);
  });

  it("fails closed, and says why to who listens", async () => {
    const errors: unknown[] = [];
    const onError = (error: unknown) => errors.push(error);
    const answered = (answer: Answer) =>
      edge(answer).client({ onError, retries: 0 }).hasAccess("acme", "api-calls");
    expect(await answered(json(decision))).toBe(true);
    expect(await answered(json({ ...decision, allowed: false }))).toBe(false);
    expect(errors).toEqual([]);
    expect(await answered(json({ allowed: "yes" }))).toBe(false);
    expect(await answered(nothing)).toBe(false);
    expect(await answered(lost)).toBe(false);
    expect(await answered(() => problem(401, "key_invalid"))).toBe(false);
    expect(errors).toMatchObject([
      { name: "TypeError" },
      { code: "network" },
      { code: "key_invalid" },
    ]);
  });
});

describe("usage", () => {
  const results = (asked: Asked[]): Answer => {
    return () => {
      const { events = [] } = (asked.at(-1)?.body ?? {}) as { events?: { key: string }[] };
      return Response.json({ results: events.map(({ key }) => ({ key, status: "accepted" })) });
    };
  };
  const counting = () => {
    const made = edge(() => results(made.asked)());
    return made;
  };
  const event = (n: number) => ({ customer: "acme", feature: "api-calls", key: `k${n}` });
  const events = (count: number) => Array.from({ length: count }, (_, n) => event(n));
  const sizes = (asked: Asked[]) =>
    asked.map(({ body }) => (body as { events: unknown[] }).events.length);

  it("splits what is more than a batch, in order", async () => {
    for (const [count, expected] of [
      [0, []],
      [1, [1]],
      [1_000, [1_000]],
      [1_001, [1_000, 1]],
      [2_500, [1_000, 1_000, 500]],
    ] as const) {
      const { asked, client } = counting();
      const given = await client().recordUsage(events(count));
      expect(given.map(({ key }) => key)).toEqual(events(count).map(({ key }) => key));
      expect(sizes(asked)).toEqual(expected);
      const keys = new Set(asked.map(({ headers }) => headers.get("Idempotency-Key")));
      expect(keys.size).toBe(asked.length);
    }
  });

  it("keeps every body below what the edge takes", async () => {
    const { asked, client } = counting();
    const long = events(900).map((one, n) => ({ ...one, key: `${n}`.padEnd(255, "é") }));
    expect(await client().recordUsage(long)).toHaveLength(900);
    expect(asked.length).toBeGreaterThan(1);
    for (const { text } of asked) {
      expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(256 * 1024);
    }
    expect(sizes(asked).reduce((sum, size) => sum + size)).toBe(900);
  });

  it("takes a single event, and stops at a batch that fails", async () => {
    const one = counting();
    expect(await one.client().recordUsage(event(7))).toEqual([{ key: "k7", status: "accepted" }]);
    const { asked, client } = edge(json({ results: [] }), () => problem(403, "key_not_allowed"));
    const failing = client().recordUsage(events(3_000));
    expect(await failed(failing)).toMatchObject({ code: "key_not_allowed" });
    expect(asked).toHaveLength(2);
  });
});

it("is typed by the description of the API", () => {
  const { client } = edge();
  const tollgate = client();
  type Awaited1<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>;
  expectTypeOf<Awaited1<typeof tollgate.customers.get>>().toEqualTypeOf<Schemas["Customer"]>();
  expectTypeOf<Awaited1<typeof tollgate.customers.put>>().toEqualTypeOf<Schemas["Customer"]>();
  expectTypeOf<Awaited1<typeof tollgate.customers.delete>>().toEqualTypeOf<undefined>();
  expectTypeOf<Awaited1<typeof tollgate.catalog.get>>().toEqualTypeOf<Schemas["Catalog"]>();
  expectTypeOf<Awaited1<typeof tollgate.check>>().toEqualTypeOf<Schemas["Decision"]>();
  expectTypeOf<Awaited1<typeof tollgate.hasAccess>>().toEqualTypeOf<boolean>();
  expectTypeOf<Awaited1<typeof tollgate.sessions.create>>().toEqualTypeOf<Schemas["Session"]>();
  expectTypeOf<Awaited1<typeof tollgate.recordUsage>>().toEqualTypeOf<Schemas["UsageResult"][]>();
  type Outcome = Schemas["SubscriptionOutcome"];
  expectTypeOf<Awaited1<typeof tollgate.subscriptions.cancel>>().toEqualTypeOf<Outcome>();
  expectTypeOf<Awaited1<typeof tollgate.subscriptions.withdrawChange>>().toEqualTypeOf<
    Outcome | undefined
  >();
  const list = tollgate.customers.list();
  expectTypeOf(list.page()).resolves.toEqualTypeOf<Page<Schemas["CustomerSummary"]>>();
  // What every grant has, whatever it grants, and what only some have.
  expectTypeOf<Schemas["Grant"]["feature"]>().toEqualTypeOf<string>();
  expectTypeOf<Extract<Schemas["Grant"], { limit: unknown }>["limit"]>().toEqualTypeOf<
    number | "unlimited"
  >();
  expectTypeOf<Schemas["Override"]["feature"]>().toEqualTypeOf<string>();
  expectTypeOf<Schemas["EntitlementView"]>().toHaveProperty("kind");
  const mistakes = () => [
    // @ts-expect-error a selection names a plan
    tollgate.subscriptions.create("acme", {}),
    // @ts-expect-error a word that is none
    tollgate.catalog.put("", { applyTo: "some" }),
    // @ts-expect-error a change comes now, with the period or as the scenario has it
    tollgate.subscriptions.update("acme", "sub_1", { when: "later" }),
    // @ts-expect-error there is no such member
    tollgate.tokens.create({ customer: "acme", ttl: 60 }),
    // @ts-expect-error a limit is a number or `unlimited`
    tollgate.overrides.put("acme", "api-calls", { limit: "endless" }),
  ];
  expect(mistakes).toBeTypeOf("function");
});
