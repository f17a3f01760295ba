// Any other server as a process that never outlives this one.

import { spawn } from "node:child_process";
import { Refusal } from "../log.mjs";
import { guarded } from "./edge.mjs";

/**
 * Starts a server and waits until it answers at all.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {object} options
 * @param {string} options.url where it is going to answer
 * @param {string} [options.cwd]
 * @param {Record<string, string | undefined>} [options.env] beside the environment of this process
 * @param {number} [options.seconds] the most that it may take
 * @returns {Promise<{ stop: () => Promise<void>, ended: Promise<void> }>}
 * @throws {Refusal} with all that it said, where it does not answer
 */
export async function startServer(program, args, { url, cwd, env = {}, seconds = 60 }) {
  const child = spawn("/bin/sh", ["-c", guarded, "server", program, ...args], {
    cwd,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => {});
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      said = (said + text).slice(-10_000);
    });
  }
  let over = false;
  const ended = new Promise((resolve) => {
    child.on("error", resolve);
    child.on("close", resolve);
  }).then(() => {
    over = true;
  });
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  const end = Date.now() + seconds * 1_000;
  while (!(await answers(url))) {
    if (over || Date.now() > end) {
      await stop();
      throw new Refusal(`\`${[program, ...args].join(" ")}\` does not answer at ${url}\n${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { stop, ended };
}

async function answers(url) {
  try {
    await (await fetch(url, { signal: AbortSignal.timeout(10_000) })).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
