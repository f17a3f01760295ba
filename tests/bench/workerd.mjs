// Runs workerd on a separate folder, for the edge and for the baseline alike.
//
// Invariant: workerd never outlives this process: a shell beside it waits for the end of a pipe that only this
// process holds open. The output of workerd is discarded: reading it would distort the measurement.

import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../scripts/command.mjs";
import { freePort, guarded } from "../../scripts/start/edge.mjs";
import { connection, request } from "./exchange.mjs";

const START_LIMIT_MILLIS = 20_000;

/** The two Workers that are compared, and one that verifies tokens. */
export const configurations = {
  edge: join(root, "worker/workerd.capnp"),
  baseline: join(root, "tests/bench/baseline/workerd.capnp"),
  gate: join(root, "tests/bench/gate/workerd.capnp"),
};

/** A folder in memory where the system has one (Linux), else on disk. */
export const memory = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/**
 * Creates a folder for workerd, and the secrets of the edge.
 * @param {string} configuration
 * @param {string} [parent] where the folder is made
 */
export async function prepareFolder(configuration, parent = tmpdir()) {
  const data = await mkdtemp(join(parent, "tollgate-bench-"));
  await mkdir(join(data, "objects"));
  await mkdir(join(data, "assets"));
  return {
    configuration,
    data,
    operatorKey: randomBytes(24).toString("hex"),
    masterSecret: randomBytes(32).toString("base64"),
    remove: () => rm(data, { recursive: true, force: true }),
  };
}

/** @typedef {Awaited<ReturnType<typeof prepareFolder>>} Folder */

/**
 * Starts workerd and waits until `GET /healthz` is answered.
 * @param {Folder} folder
 * @param {string} [baseUrl] the issuer; that of the port unless given
 * @returns {Promise<{ port: number, url: string, millis: number, work: () => number, stop: () => Promise<void> }>}
 *   `millis` from spawn to the first answer; `work` gives the milliseconds that workerd has computed so far
 */
export async function start({ configuration, data, operatorKey, masterSecret }) {
  const port = await freePort(0);
  const url = `http://127.0.0.1:${port}`;
  const begun = performance.now();
  const child = spawn(
    "/bin/sh",
    [
      "-c",
      guarded,
      "workerd",
      join(root, "node_modules/.bin/workerd"),
      "serve",
      configuration,
      `--socket-addr=http=127.0.0.1:${port}`,
      `--directory-path=objects=${join(data, "objects")}`,
      ...(configuration === configurations.edge
        ? [`--directory-path=assets=${join(data, "assets")}`]
        : []),
    ],
    {
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
      env: {
        PATH: process.env.PATH,
        TOLLGATE_BASE_URL: url,
        TOLLGATE_OPERATOR_KEY: operatorKey,
        TOLLGATE_MASTER_SECRET: masterSecret,
      },
    },
  );
  child.stdin.on("error", () => {});
  let over = false;
  const ended = new Promise((resolve) => {
    child.on("error", resolve);
    child.on("exit", resolve);
  }).then(() => {
    over = true;
  });
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  while (!(await isHealthy(port))) {
    if (over || performance.now() > begun + START_LIMIT_MILLIS) {
      await stop();
      throw new Error(`workerd with ${configuration} does not answer`);
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const millis = performance.now() - begun;
  const pid = workerdOf(child.pid);
  return { port, url, millis, work: () => computed(pid), stop };
}

/** Of the shell's children, workerd (proc(5): `/proc/pid/task/tid/children`). */
function workerdOf(shell) {
  const children = readFileSync(`/proc/${shell}/task/${shell}/children`, "utf8").trim().split(" ");
  const found = children.find((pid) => readlinkSync(`/proc/${pid}/exe`).endsWith("workerd"));
  if (!found) throw new Error("workerd is not among the children of its shell");
  return found;
}

/** Milliseconds on a processor, of all threads (`/proc/pid/task/tid/schedstat`: nanoseconds, first field). */
function computed(pid) {
  const folder = `/proc/${pid}/task`;
  const nanos = readdirSync(folder).map((thread) =>
    Number(readFileSync(`${folder}/${thread}/schedstat`, "utf8").split(" ")[0]),
  );
  return nanos.reduce((sum, each) => sum + each, 0) / 1e6;
}

async function isHealthy(port) {
  try {
    const { ask, close } = await connection(port);
    const { status } = await ask(request("GET", "/healthz", {}));
    close();
    return status === 200;
  } catch {
    return false;
  }
}
