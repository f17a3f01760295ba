// Other programs, each with a time limit and none outliving its test.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");

/** A program of the workspace. */
export const tool = (name) => join(root, "node_modules/.bin", name);

/** Environment variables that make programs print plain text. */
export const plain = { NO_COLOR: "1", FORCE_COLOR: undefined, NODE_ENV: undefined, CI: "true" };

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
