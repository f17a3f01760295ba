import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { startedEdge } from "./edge.mjs";

const edge = await startedEdge();
const { api, customer, entitlement, secretKey } = await edge.environment();

/** Sends a usage event and disconnects as soon as the request is written, without waiting for the response. */
function disconnect(id, key) {
  const body = JSON.stringify({ customer: id, feature: "api-calls", value: 1, key });
  const { hostname, port } = new URL(edge.url);
  const head = [
    "POST /v1/usage HTTP/1.1",
    `Host: ${hostname}:${port}`,
    `Authorization: Bearer ${secretKey}`,
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    socket.setTimeout(10_000, () => socket.destroy(new Error("no connection within 10 s")));
    socket.once("error", reject);
    socket.once("close", resolve);
    socket.once("connect", () =>
      socket.write(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy()),
    );
  });
}

test("clients that disconnect delay nobody, and what they sent counts once or not at all", async () => {
  await customer("hurried", { plan: "pro", price: "pro-monthly" });
  const keys = Array.from({ length: 200 }, (_, index) => `disconnected-${index}`);
  for (let start = 0; start < keys.length; start += 20) {
    const gone = keys.slice(start, start + 20).map((key) => disconnect("hurried", key));
    const stays = Array.from({ length: 5 }, (_, index) =>
      api.post("/v1/usage", {
        customer: "hurried",
        feature: "api-calls",
        value: 1,
        key: `stayed-${start + index}`,
      }),
    );
    for (const answer of await Promise.all(stays)) {
      assert.equal(answer.is(200).results[0].status, "accepted");
    }
    await Promise.all(gone);
  }
  // Sent again, each request that was cut off is new or a duplicate; afterwards each has counted once.
  const events = keys.map((key) => ({ customer: "hurried", feature: "api-calls", value: 1, key }));
  const { results } = (await api.post("/v1/usage", { events })).is(200);
  assert.ok(results.every(({ status }) => ["accepted", "duplicate"].includes(status)));
  assert.equal((await entitlement("hurried", "api-calls")).used, keys.length + 50);
});
