// Clients that stall, disconnect, or connect by the thousand: others are served, and memory stays bounded.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { test } from "node:test";
import { until } from "../e2e/deadline.mjs";
import { startedEdge } from "../e2e/edge.mjs";

const edge = await startedEdge();
const { hostname, port } = new URL(edge.url);
const { api, customer, entitlement, secretKey } = await edge.environment();
await customer("c", { plan: "enterprise", price: "enterprise-monthly" });

/** How long a body may take, and what a busy machine adds to it. */
const [BODY_MILLIS, SLACK_MILLIS] = [30_000, 20_000];

const head = (length, more = "") =>
  `POST /v1/usage HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${secretKey}\r\n` +
  `Content-Type: application/json\r\nContent-Length: ${length}\r\n${more}`;

/** A bare connection; `text()` is what came back so far. */
function opened() {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    let text = "";
    socket.setEncoding("utf8").on("data", (part) => {
      text += part;
    });
    const ended = new Promise((done) => socket.on("close", done));
    socket.on("error", reject);
    socket.on("connect", () => resolve({ socket, ended, text: () => text }));
  });
}

const openedAll = async (count) => {
  const all = [];
  // In groups, as the backlog of a socket has bounds.
  while (all.length < count) {
    const group = Math.min(100, count - all.length);
    all.push(...(await Promise.all(Array.from({ length: group }, opened))));
  }
  return all;
};

/** Memory of workerd in MiB that is resident (proc(5)). */
async function resident() {
  const status = await readFile(`/proc/${await edge.workerd()}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)[1]) / 1024;
}

let number = 0;
async function served(count) {
  for (let at = 0; at < count; at += 1) {
    number += 1;
    const event = { customer: "c", feature: "api-calls", value: 1, key: `e-${number}` };
    assert.equal((await api.post("/v1/usage", event)).is(200).results[0].status, "accepted");
  }
}

test("a client that stalls in its body is refused in time, and others are served meanwhile", async () => {
  const { socket, text, ended } = await opened();
  const begun = performance.now();
  socket.write(`${head(1000)}\r\n{"customer":"c",`);
  await served(5);
  const slow = await opened();
  slow.socket.write(
    `${head(0).replace(/Content-Length: 0/, "Transfer-Encoding: chunked")}\r\n5\r\n{"cus\r\n`,
  );
  const seconds = (BODY_MILLIS + SLACK_MILLIS) / 1_000;
  for (const answer of [text, slow.text]) {
    await until(
      "refusal",
      async () => answer(),
      (said) => said.includes("body_timeout"),
      seconds,
    );
    assert.match(answer(), /^HTTP\/1\.1 408 /);
    assert.match(answer(), /application\/problem\+json/);
  }
  assert.ok(performance.now() - begun >= BODY_MILLIS * 0.9);
  for (const one of [socket, slow.socket]) one.destroy();
  await ended;
  await served(5);
});

test("hundreds who stall in the head or in the body keep nobody out and little memory", async (context) => {
  await served(20);
  const before = await resident();
  const stalled = await openedAll(600);
  for (const [at, { socket }] of stalled.entries()) {
    socket.on("error", () => {});
    if (at % 2 === 0) socket.write("POST /v1/usage HTTP/1.1\r\nHost: a\r\nAuthoriz");
    else socket.write(`${head(200_000)}\r\n{"customer":"c"${" ".repeat(1000)}`);
  }
  await served(20);
  const during = await resident();
  for (const { socket } of stalled) socket.destroy();
  await served(20);
  context.diagnostic(
    `600 stalled: ${before.toFixed(0)} MiB before, ${during.toFixed(0)} MiB with them`,
  );
  // Far more than they need, far less than if each took what it announced.
  assert.ok(during - before < 120, `${before} MiB grew to ${during} MiB`);
});

test("clients that break off anywhere leave nothing half done", async () => {
  const used = async () => (await entitlement("c", "api-calls")).used;
  const before = await used();
  const body = (key) => JSON.stringify({ customer: "c", feature: "api-calls", value: 1, key });
  const keys = Array.from({ length: 60 }, (_, at) => `broken-${at}`);
  for (const [at, key] of keys.entries()) {
    const { socket, ended } = await opened();
    socket.on("error", () => {});
    const whole = `${head(body(key).length)}\r\n${body(key)}`;
    // From the middle of the head to past the last byte.
    socket.write(whole.slice(0, Math.round((whole.length * (at + 1)) / 50)), () =>
      at % 2 ? socket.destroy() : socket.resetAndDestroy(),
    );
    await ended;
  }
  await served(5);
  const after = await used();
  const events = keys.map((key) => ({ customer: "c", feature: "api-calls", value: 1, key }));
  const { results } = (await api.post("/v1/usage", { events })).is(200);
  const known = results.filter(({ status }) => status === "duplicate").length;
  assert.equal(after - before, known + 5, "what counted is known, and what is known counted");
  assert.equal(await used(), before + keys.length + 5);
});

test("two thousand connections at once are each answered", async (context) => {
  const all = await openedAll(2_000);
  const before = await resident();
  const body = JSON.stringify({ customer: "c", feature: "sso" });
  const check = `${head(body.length).replace("/v1/usage", "/v1/check")}\r\n${body}`;
  for (const { socket } of all) socket.write(check);
  const answered = () =>
    all.filter(({ text }) => /^HTTP\/1\.1 200 [\s\S]*"allowed":true/.test(text()));
  await until(
    "answer to each",
    async () => answered().length,
    (count) => count === all.length,
    60,
  );
  context.diagnostic(
    `2,000 connections answered, ${(await resident()).toFixed(0)} MiB (${before.toFixed(0)} before they asked)`,
  );
  for (const { socket } of all) socket.destroy();
  await served(5);
});
