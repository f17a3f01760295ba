// A full disk: every change is refused with a problem document, what was acknowledged stays, and the same requests
// succeed once there is space.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, statfs, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { freePort, startEdge } from "../../scripts/start/edge.mjs";
import { takeFolder } from "../../scripts/start/folder.mjs";
import { until } from "../e2e/deadline.mjs";
import { startedEdge } from "../e2e/edge.mjs";

const run = promisify(execFile);

const event = (key) => ({ customer: "kept", feature: "jobs", value: 1, key });
const used = async (entitlement) => (await entitlement("kept", "jobs")).used;

/** Everything that changes something, and what reads. */
const asks = (api) => ({
  usage: (key) => api.post("/v1/usage", event(key)),
  grant: (key) =>
    api.post(
      "/v1/customers/kept/grants",
      { feature: "sso", value: true },
      { "idempotency-key": key },
    ),
  voucher: (key) =>
    api.post("/v1/customers/kept/vouchers", { code: "ACME-500" }, { "idempotency-key": key }),
  customer: (key) => api.put(`/v1/customers/${key}`, {}),
  token: () => api.post("/v1/tokens", { customer: "kept" }),
});

/** Records until `full`, refuses until `room`, then everything is there once. */
async function holds(edge, { full, room }) {
  const { api, customer, entitlement } = await edge.environment();
  await customer("kept", { plan: "fifty" });
  const ask = asks(api);
  for (let at = 0; at < 5; at += 1) (await ask.usage(`before-${at}`)).is(200);
  await full();
  // The runtime begins with what it has open; soon nothing is taken any more.
  await until(
    "refusal",
    () => ask.usage(`edge-${Math.random()}`),
    ({ status }) => status === 503,
  );
  const before = new Set();
  for (const [name, send] of Object.entries(ask).filter(([name]) => name !== "token")) {
    const answer = await send(`during-${name}`);
    assert.equal(answer.status, 503, `${name}: ${answer.text}`);
    assert.equal(answer.body.code, "unavailable");
    assert.ok(Number(answer.headers.get("retry-after")) > 0, "no Retry-After");
    before.add(name);
  }
  await room();
  await until(
    "room",
    () => ask.usage("after"),
    ({ status }) => status === 200,
  );
  for (const name of before) {
    const answer = await ask[name](`during-${name}`);
    assert.ok(answer.status < 300, `${name}: ${answer.text}`);
  }
  (await ask.token()).is(201);
  for (let at = 0; at < 5; at += 1) {
    assert.equal((await ask.usage(`before-${at}`)).is(200).results[0].status, "duplicate");
  }
  const figure = await used(entitlement);
  const grants = (await api.get("/v1/customers/kept/grants")).is(200).data.length;
  await edge.kill();
  await edge.start();
  assert.equal(await used(entitlement), figure);
  const { redemptions } = (await api.get("/v1/vouchers/acme-500")).is(200);
  assert.deepEqual([grants, redemptions], [1, 1]);
  return { figure, api };
}

const limited = await startedEdge();

test("a file that may not grow refuses, and nothing acknowledged is lost", async () => {
  const limit = async (bytes) =>
    run("prlimit", ["--pid", String(await limited.workerd()), `--fsize=${bytes}:`]);
  await holds(limited, { full: () => limit(4096), room: () => limit("unlimited") });
});

/** A small file system of its own, or the reason why there is none. */
async function smallDisk(size) {
  const folder = await mkdtemp(join(tmpdir(), "tollgate-disk-"));
  // In this order: what is mounted holds the folder. An edge that still runs on it keeps its own view.
  after(async () => {
    await run("umount", ["-l", folder]).catch(() => {});
    await rm(folder, { recursive: true, force: true });
  });
  try {
    await run("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tollgate", folder]);
  } catch (error) {
    return {
      reason: `no file system can be mounted here: ${error.message.trim().split("\n").at(-1)}`,
    };
  }
  return { folder };
}

const disk = await smallDisk("16m");
const skip = disk.reason ?? false;
const onDisk = disk.folder && (await startedEdge({ parent: disk.folder }));

test("a full disk refuses, and nothing acknowledged is lost", { skip }, async () => {
  const filler = join(disk.folder, "filler");
  const full = async () => {
    const { bavail, bsize } = await statfs(disk.folder);
    await writeFile(filler, Buffer.alloc(Math.max(0, bavail * bsize - 4096)));
    // What is left is less than any change takes.
    for (let at = 0; at < 64; at += 1) {
      await writeFile(`${filler}-${at}`, Buffer.alloc(4096)).catch(() => {});
    }
  };
  const room = async () => {
    for (let at = 0; at < 64; at += 1) await rm(`${filler}-${at}`, { force: true });
    await rm(filler);
  };
  await holds(onDisk, { full, room });
});

test("a folder that cannot be written is refused at the start, in words", { skip }, async () => {
  const { folder } = await smallDisk("4m");
  for (const name of ["objects", "assets"]) await mkdir(join(folder, name));
  await chmod(folder, 0o700);
  await run("mount", ["-o", "remount,ro", folder]);
  await assert.rejects(
    takeFolder(folder),
    /cannot be written \(EROFS\); name another in TOLLGATE_DATA/,
  );
  // Without that look, workerd itself says so at once, or answers that storage is out of reach.
  const started = startEdge({
    port: await freePort(0),
    data: folder,
    baseUrl: "http://127.0.0.1",
    operatorKey: "k".repeat(48),
    masterSecret: Buffer.alloc(32, 7).toString("base64"),
    seconds: 3,
  });
  await assert.rejects(started, /workerd ended with code|did not answer \/healthz within 3 s: /);
});
