import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import express from "express";
import { Hono } from "hono";
import { afterAll, describe, expect, it } from "vitest";
import { gate as expressGate } from "../src/express.js";
import { gate as honoGate } from "../src/hono.js";
import { gateProxy, gate as nextGate } from "../src/next.js";
import { fromCookie } from "../src/server.js";
import { audience, claims, issuer, key, sign } from "./signing.js";

const options = { issuer, audience, keys: [key.jwk] };
const calls = { ...options, feature: "api-calls" };
const closed = { ...options, feature: "analytics" };
const broken = { ...calls, keys: [{ ...key.jwk, x: "" }] };
const ent = { "api-calls": { k: "m", l: 10, u: 4, h: 1 }, analytics: { v: false } };
const headers = { Authorization: `Bearer ${await sign(claims(Date.now(), { ent }))}` };

const servers: Server[] = [];
afterAll(() => Promise.all(servers.map((server) => new Promise((done) => server.close(done)))));

async function listening(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const signal = () => AbortSignal.timeout(10_000);

async function isRefused(answer: Response, status: number, code: string) {
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(await answer.json()).toMatchObject({ status, code });
}

describe("Hono", () => {
  const app = new Hono();
  app.get("/calls", honoGate(calls), (context) =>
    context.json({
      customer: context.var.tollgate.token.customer,
      left: context.var.tollgate.decision.remaining,
    }),
  );
  app.use("/closed/*", honoGate(closed));
  app.get("/closed/report", (context) => context.text("never"));
  app.get("/broken", honoGate(broken), (context) => context.text("never"));
  app.onError((error, context) => context.text(error.name, 500));

  it("gates a route", async () => {
    const answer = await app.request("/calls", { headers });
    expect(await answer.json()).toEqual({ customer: "acme", left: 6 });
    await isRefused(await app.request("/calls"), 401, "token_missing");
    await isRefused(await app.request("/closed/report", { headers }), 403, "not_entitled");
  });

  it("hears of what is thrown", async () => {
    const answer = await app.request("/broken", { headers });
    expect([answer.status, await answer.text()]).toEqual([500, "KeysError"]);
  });
});

describe("Express", async () => {
  const app = express();
  app.get("/calls", expressGate(calls), (req, res) => {
    res.json({ customer: req.tollgate?.token.customer, left: req.tollgate?.decision.remaining });
  });
  app.get("/cookie", expressGate({ ...calls, token: fromCookie("gate") }), (_, res) => {
    res.send("in");
  });
  app.use("/closed", expressGate(closed));
  app.get("/closed/report", (_, res) => {
    res.send("never");
  });
  app.get("/broken", expressGate(broken));
  app.use((error: Error, _: express.Request, res: express.Response, __: express.NextFunction) => {
    res.status(500).send(error.name);
  });
  const url = await listening(createServer(app));
  const get = (path: string, init?: RequestInit) =>
    fetch(url + path, { ...init, signal: signal() });

  it("gates a route", async () => {
    expect(await (await get("/calls", { headers })).json()).toEqual({ customer: "acme", left: 6 });
    await isRefused(await get("/calls"), 401, "token_missing");
    await isRefused(await get("/closed/report", { headers }), 403, "not_entitled");
    await isRefused(await get("/closed/nothing"), 401, "token_missing");
  });

  it("reads cookies", async () => {
    const cookie = `a=b; gate=${headers.Authorization.slice(7)}`;
    expect(await (await get("/cookie", { headers: { cookie } })).text()).toBe("in");
    await isRefused(await get("/cookie", { headers }), 401, "token_missing");
  });

  it("answers HEAD without a body", async () => {
    const answer = await get("/calls", { method: "HEAD" });
    expect([answer.status, await answer.text()]).toEqual([401, ""]);
  });

  it("hears of what is thrown", async () => {
    const answer = await get("/broken", { headers });
    expect([answer.status, await answer.text()]).toEqual([500, "KeysError"]);
  });

  it("takes what a hostile client sends", async () => {
    const { port } = new URL(url);
    const answer = await new Promise<string>((done, fail) => {
      const socket = connect(Number(port), "127.0.0.1", () => {
        socket.end(
          "GET /calls HTTP/1.1\r\nHost: %%%\r\nAuthorization: Bearer \xff\xfe\r\n" +
            "Authorization: Bearer b\r\n__proto__: x\r\nConnection: close\r\n\r\n",
          "latin1",
        );
      });
      let text = "";
      socket.on("data", (chunk) => {
        text += chunk;
      });
      socket.on("error", fail).on("close", () => done(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer).toContain('"code":"token_malformed"');
  });

  it("keeps many at once apart", async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, async (_, at) => {
        const token = await sign(claims(Date.now(), { sub: `customer-${at}` }));
        const answer = await get("/calls", { headers: { Authorization: `Bearer ${token}` } });
        return (await answer.json()).customer === `customer-${at}`;
      }),
    );
    expect(answers.every(Boolean)).toBe(true);
  });
});

describe("plain node:http", async () => {
  const ask = expressGate(calls);
  const url = await listening(
    createServer((req: Parameters<typeof ask>[0], res) =>
      ask(req, res, () => res.end(req.tollgate?.token.customer)),
    ),
  );

  it("is gated by the same", async () => {
    expect(await (await fetch(url, { headers, signal: signal() })).text()).toBe("acme");
    await isRefused(await fetch(url, { signal: signal() }), 401, "token_missing");
  });
});

describe("Next.js", () => {
  const request = (init?: RequestInit) => new Request("https://shop.test/calls/7", init);
  const context = { params: Promise.resolve({ id: "7" }) };
  const route = nextGate(calls, async (_: Request, { params }: typeof context, { token }) =>
    Response.json({ id: (await params).id, customer: token.customer }),
  );

  it("gates a route handler", async () => {
    const answer = await route(request({ headers }), context);
    expect(await answer.json()).toEqual({ id: "7", customer: "acme" });
    await isRefused(await route(request(), context), 401, "token_missing");
  });

  it("gates what stands behind a proxy", async () => {
    expect(await gateProxy(calls)(request({ headers }))).toBeUndefined();
    const answer = await gateProxy(closed)(request({ headers }));
    await isRefused(answer ?? new Response(), 403, "not_entitled");
  });
});
