// One edge for a test file: the real Worker in plain workerd, on a data folder of its own that goes with the test.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, readlink, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { freePort, startEdge } from "../../scripts/start/edge.mjs";
import { catalog as sample } from "./catalog.mjs";
import { client } from "./client.mjs";
import { until } from "./deadline.mjs";

const description = new URL("../../worker/openapi.json", import.meta.url).pathname;
const worker = new URL("../../worker/build/index.js", import.meta.url).pathname;

// Below the ports that the kernel gives to outgoing connections, so that no other test's client can hold it.
async function port() {
  for (let candidate = 20_000 + (process.pid % 10_000); ; candidate += 1) {
    if ((await freePort(candidate)) !== undefined) return candidate;
  }
}

/**
 * Starts an edge; it ends, and its folder goes, after the tests of the file.
 * @param {object} [options]
 * @param {string} [options.parent] where its data folder is made
 * @param {string} [options.configuration] of workerd, where it is another one
 * @param {Record<string, string>} [options.variables] that workerd gets beside its settings
 */
export async function startedEdge({ parent = tmpdir(), configuration, variables } = {}) {
  await stat(worker).catch(() => {
    throw new Error("the Worker is not built; run `make build` first");
  });
  const data = await mkdtemp(join(parent, "tollgate-e2e-"));
  await mkdir(join(data, "objects"));
  await mkdir(join(data, "assets"));
  await cp(description, join(data, "assets/openapi.json"));
  const number = await port();
  const url = `http://127.0.0.1:${number}`;
  const operatorKey = randomBytes(24).toString("hex");
  const masterSecret = randomBytes(32).toString("base64");
  /** What workerd said, line by line. */
  const lines = [];
  const start = () =>
    startEdge({
      port: number,
      data,
      baseUrl: url,
      operatorKey,
      masterSecret,
      configuration,
      variables,
      log: (line) => lines.push(line),
    });
  let running = await start();
  after(async () => {
    await running.stop();
    await rm(data, { recursive: true, force: true });
    const failures = lines.filter((line) =>
      /"status":500|panicked|RuntimeError|wasm trap/.test(line),
    );
    assert.deepEqual(failures, [], "the edge failed inside");
  });

  const operator = client(url, { authorization: `Bearer ${operatorKey}` });
  return {
    url,
    /** The data folder: `objects/` has a folder per class of object, with a SQLite file per object. */
    data,
    lines,
    operatorKey,
    operator,
    /** The process id of workerd itself, which a shell watches over. */
    workerd: () => workerdOf(running.pid),
    /** Ends the process in order. */
    stop: () => running.stop(),
    /** A caller with no key. */
    anybody: client(url),
    /** Ends the process in order, and starts it again on the same data. */
    async restart() {
      await running.stop();
      running = await start();
    },
    /** Kills the process where it stands. */
    async kill() {
      process.kill(-running.pid, "SIGKILL");
      await running.ended;
      await until(
        "free port",
        () => freePort(number),
        (port) => port !== undefined,
      );
    },
    /** Starts the process again after `kill`. */
    async start() {
      running = await start();
    },
    /**
     * A new environment with a catalogue.
     * @param {{ kind?: "sandbox" | "live", catalog?: object | null }} [options] null: publish none
     */
    async environment({ kind = "sandbox", catalog = sample() } = {}) {
      const made = (await operator.post("/v1/environments", { name: "Acme", kind })).is(201);
      const api = client(url, { authorization: `Bearer ${made.secretKey}` });
      if (catalog) (await api.put("/v1/catalog", catalog)).is(200);
      return {
        ...made,
        /** With the secret key. */
        api,
        /** A page with the publishable key. */
        page: client(url, { "tollgate-key": made.publishableKey }),
        /** A page with the publishable key and an access token of a customer. */
        async session(customer, more = {}) {
          const { accessToken } = (await api.post("/v1/sessions", { customer, ...more })).is(201);
          return client(url, {
            "tollgate-key": made.publishableKey,
            authorization: `Bearer ${accessToken}`,
          });
        },
        /** A new customer, with a subscription when a plan is given. */
        async customer(id, selection) {
          (await api.put(`/v1/customers/${encodeURIComponent(id)}`, {})).is(201);
          if (!selection) return undefined;
          const path = `/v1/customers/${encodeURIComponent(id)}/subscriptions`;
          return (await api.post(path, selection)).is(201);
        },
        /** One entitlement of a customer. */
        async entitlement(customer, feature) {
          const read = await api.get(`/v1/customers/${encodeURIComponent(customer)}/entitlements`);
          return read.is(200).entitlements[feature];
        },
      };
    },
  };
}

/** Of the shell's children, workerd (proc(5)). */
async function workerdOf(shell) {
  const children = await readFile(`/proc/${shell}/task/${shell}/children`, "utf8");
  for (const pid of children.trim().split(" ")) {
    if ((await readlink(`/proc/${pid}/exe`)).endsWith("workerd")) return Number(pid);
  }
  throw new Error("workerd is not among the children of its shell");
}

/** @typedef {Awaited<ReturnType<typeof startedEdge>>} Edge */
