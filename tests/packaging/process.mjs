// Other programs, each with a time limit and none outliving its test.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { guarded } from "../../scripts/start/edge.mjs";

export const root = resolve(import.meta.dirname, "../..");

/** A program of the workspace. */
export const tool = (name) => join(root, "node_modules/.bin", name);

const plain = { NO_COLOR: "1", FORCE_COLOR: undefined, NODE_ENV: undefined, CI: "true" };

/**
 * Runs a program to its end.
 * @param {string} program
 * @param {string[]} args
 * @param {string} cwd
 * @param {{ env?: Record<string, string>, seconds?: number, code?: number }} [options] `code` is the one that is
 *   expected, 0 by default
 * @returns {Promise<{ stdout: string, stderr: string }>}
 */
export async function run(program, args, cwd, { env = {}, seconds = 120, code = 0 } = {}) {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...plain, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: seconds * 1_000,
    killSignal: "SIGKILL",
  });
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    child[name].setEncoding("utf8").on("data", (text) => {
      said[name] += text;
    });
  }
  const ended = await new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (exit, signal) => done(signal ?? exit));
  });
  const [name] = program.split("/").slice(-1);
  assert.equal(ended, code, `${name} ${args.join(" ")}\n${said.stdout}\n${said.stderr}`);
  return said;
}

/**
 * Starts a server and waits until it answers.
 * @param {string} program
 * @param {string[]} args
 * @param {string} cwd
 * @param {{ url: string, env?: Record<string, string> }} options `url` is asked until there is any answer
 * @returns {Promise<{ stop: () => Promise<void>, lines: () => string }>}
 */
export async function serve(program, args, cwd, { url, env = {} }) {
  const child = spawn("/bin/sh", ["-c", guarded, "guard", program, ...args], {
    cwd,
    env: { ...process.env, ...plain, ...env },
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
  }
  child.stdin.on("error", () => {});
  let over = false;
  const ended = new Promise((done) => child.on("close", done)).then(() => {
    over = true;
  });
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  const end = Date.now() + 60_000;
  for (;;) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch(() => null);
    await answer?.arrayBuffer();
    if (answer) return { stop, lines: () => said };
    if (over || Date.now() > end) {
      if (!over) await stop();
      assert.fail(`${program} ${args.join(" ")} does not answer at ${url}\n${said}`);
    }
    await new Promise((done) => setTimeout(done, 50));
  }
}
