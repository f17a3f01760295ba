// The start command as a user runs it: the real script, the real edge.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { attempt, root } from "../command.mjs";
import { freePort } from "./edge.mjs";

const script = join(root, "scripts/start.mjs");

/** Starts the command and waits for its line; whatever happens, nothing of it outlives the test. */
async function started(context, { port, data }) {
  const child = spawn("node", [script], {
    cwd: root,
    env: { ...process.env, PORT: String(port), TOLLGATE_DATA: data },
    stdio: ["ignore", "pipe", "pipe"],
  });
  context.after(() => child.kill("SIGKILL"));
  let said = "";
  const exited = new Promise((resolve) =>
    child.on("exit", (code, signal) => resolve({ code, signal })),
  );
  await new Promise((resolve, reject) => {
    const hear = (text) => {
      said += text;
      if (/^ {2}demo .*$/m.test(said)) resolve();
    };
    child.stdout.setEncoding("utf8").on("data", hear);
    child.stderr.setEncoding("utf8").on("data", hear);
    exited.then(() => reject(new Error(`ended early:\n${said}`)));
    setTimeout(() => reject(new Error(`not ready:\n${said}`)), 60_000).unref();
  });
  return { child, exited, said: () => said };
}

async function refuses(environment, sentence) {
  const { code, output } = await attempt("node", [script], { env: environment, seconds: 60 });
  assert.equal(code, 1, output);
  assert.match(output, sentence);
}

// Below the ports that the kernel gives to outgoing connections, so that nobody's client can hold one.
let next = 10_000 + (process.pid % 10_000);
async function quietPort() {
  for (;;) {
    next += 1;
    if ((await freePort(next)) !== undefined) return next;
  }
}

async function scratch(context) {
  const data = await mkdtemp(join(tmpdir(), "tollgate-start-"));
  context.after(() => rm(data, { recursive: true, force: true }));
  return { data, port: await quietPort() };
}

/** Asserts that nobody listens on a port any more, giving the processes a moment to go. */
async function fallsSilent(port) {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await freePort(port)) !== undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`something still listens on port ${port}`);
}

const healthy = async (port) =>
  (await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(10_000) })).ok;

test("starts, refuses a second edge on the folder or the port, stops, and starts again with all data", async (context) => {
  const { data, port } = await scratch(context);
  const first = await started(context, { port, data });
  assert.match(
    first.said(),
    new RegExp(`^Tollgate is ready at http://127\\.0\\.0\\.1:${port}$`, "m"),
  );
  assert.ok(await healthy(port));
  const other = await quietPort();
  await refuses(
    { PORT: String(other), TOLLGATE_DATA: data },
    /another edge runs on the data folder/,
  );
  await refuses({ PORT: String(port), TOLLGATE_DATA: join(data, "other") }, /port \d+ is taken/);
  const before = await readFile(join(data, "demo.json"), "utf8");
  first.child.kill("SIGTERM");
  assert.deepEqual(await first.exited, { code: 0, signal: null });
  await fallsSilent(port);

  const second = await started(context, { port, data });
  assert.equal(await readFile(join(data, "demo.json"), "utf8"), before);
  second.child.kill("SIGINT");
  assert.deepEqual(await second.exited, { code: 0, signal: null });
  await fallsSilent(port);
});

test("the edge goes with a starter that is killed", async (context) => {
  const { data, port } = await scratch(context);
  const { child, exited } = await started(context, { port, data });
  child.kill("SIGKILL");
  await exited;
  await fallsSilent(port);
});

test("a dead edge ends the command with a sentence and a code", async (context) => {
  const { data, port } = await scratch(context);
  const { exited, said } = await started(context, { port, data });
  const { stdout } = await attempt("pgrep", [
    "-f",
    `^[^ ]*workerd serve .*objects=${data}/objects`,
  ]);
  for (const pid of stdout.trim().split("\n")) process.kill(Number(pid), "SIGKILL");
  assert.deepEqual(await exited, { code: 1, signal: null });
  assert.match(said(), /✗ workerd ended with code 137; all data is kept/);
});

test("a foreign listener on the port is refused", async (context) => {
  const { data, port } = await scratch(context);
  const server = createServer().listen(port, "127.0.0.1");
  context.after(() => server.close());
  await refuses({ PORT: String(port), TOLLGATE_DATA: data }, /port \d+ is taken/);
});
