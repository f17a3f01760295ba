// The edge as a process: plain workerd with worker/workerd.capnp.
//
// Invariant: workerd never outlives the process that started it, however that ends: a shell beside it waits
// for the end of a pipe that only the starter holds open.

import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { root } from "../command.mjs";
import { Refusal } from "../log.mjs";

const host = "127.0.0.1";

/**
 * A shell script: runs its arguments as a command that ends when the standard input does. A file that may not grow any
 * further is an error of the one who writes it, as a full disk is, and not the end of the command.
 */
export const guarded = `
trap '' XFSZ
exec 3<&0
"$@" 3<&- </dev/null & edge=$!
(cat <&3; kill -TERM $edge; sleep 3; kill -KILL $edge) >/dev/null 2>&1 & guard=$!
wait $edge; code=$?
kill $guard 2>/dev/null
exit $code`;

/**
 * @param {number} port 0 for any
 * @returns {Promise<number | undefined>} the port when nobody listens there
 */
export function freePort(port) {
  return new Promise((resolve, reject) => {
    // A client that connects meanwhile expects another server, and must not keep the probe open.
    const probe = createServer((socket) => socket.destroy());
    probe.once("error", (error) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else if (error.code === "EACCES")
        reject(new Refusal(`PORT is ${port}, which this user may not open; use one from 1024 on`));
      else reject(error);
    });
    probe.listen(port, host, () => {
      const { port: found } = probe.address();
      probe.close(() => resolve(found));
    });
  });
}

/**
 * @param {number} port
 * @throws {Refusal} when somebody listens there
 */
export async function requireFree(port) {
  if ((await freePort(port)) === undefined) {
    throw new Refusal(`port ${port} is taken; stop what listens there, or name another in PORT`);
  }
}

/**
 * Starts the edge and waits until it answers `GET /healthz`.
 *
 * @param {object} options
 * @param {number} options.port
 * @param {string} options.data a folder with `objects/` (written) and `assets/` (served)
 * @param {string} options.baseUrl
 * @param {string} options.operatorKey
 * @param {string} options.masterSecret
 * @param {(line: string) => void} [options.log] what workerd says, line by line
 * @param {string} [options.configuration] of workerd, where it is another one
 * @param {Record<string, string>} [options.variables] that workerd gets beside its settings
 * @param {number} [options.seconds] how long to wait for the first answer
 * @returns {Promise<{ url: string, pid: number, ended: Promise<string>, stop: () => Promise<void> }>}
 *   `ended` tells how the process ended; `stop` ends it and waits for that
 */
export async function startEdge({
  port,
  data,
  baseUrl,
  operatorKey,
  masterSecret,
  log = () => {},
  configuration = join(root, "worker/workerd.capnp"),
  variables = {},
  seconds = 30,
}) {
  await requireFree(port);
  const child = spawn(
    "/bin/sh",
    [
      "-c",
      guarded,
      "edge",
      join(root, "node_modules/.bin/workerd"),
      "serve",
      configuration,
      `--socket-addr=http=${host}:${port}`,
      `--directory-path=objects=${join(data, "objects")}`,
      `--directory-path=assets=${join(data, "assets")}`,
    ],
    {
      // Of its own group, so that Ctrl-C reaches the starter alone, which then ends it in order.
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
      env: {
        ...variables,
        PATH: process.env.PATH,
        TOLLGATE_BASE_URL: baseUrl,
        TOLLGATE_OPERATOR_KEY: operatorKey,
        TOLLGATE_MASTER_SECRET: masterSecret,
      },
    },
  );
  child.stdin.on("error", () => {});
  for (const stream of [child.stdout, child.stderr]) eachLine(stream, log);

  let over = false;
  const ended = new Promise((resolve) => {
    child.on("error", (error) => resolve(`could not run: ${error.message}`));
    child.on("exit", (code, signal) =>
      resolve(signal ? `ended by ${signal}` : `ended with code ${code}`),
    );
  }).then((how) => {
    over = true;
    return how;
  });
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  const url = `http://${host}:${port}`;
  const deadline = Date.now() + seconds * 1_000;
  for (;;) {
    const health = await healthOf(url);
    if (health === "ok") break;
    if (health?.code === "data_too_new") {
      await stop();
      throw new Refusal(`the data folder ${data} cannot be used: ${health.detail}`);
    }
    if (over)
      throw new Refusal(`workerd ${await ended} before it answered; what it said stands above`);
    if (Date.now() > deadline) {
      await stop();
      const said = health ? `: ${health.detail}` : "; what it said stands above";
      throw new Refusal(`the edge did not answer /healthz within ${seconds} s${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { url, pid: child.pid, ended, stop };
}

/** @returns {Promise<"ok" | { code: string, detail: string } | undefined>} undefined while nobody answers */
async function healthOf(url) {
  try {
    const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(5_000) });
    const said = await answer.json();
    return answer.ok ? "ok" : said;
  } catch {
    return undefined;
  }
}

function eachLine(stream, log) {
  let rest = "";
  stream.setEncoding("utf8").on("data", (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) log(line);
  });
  stream.on("end", () => rest && log(rest));
}
