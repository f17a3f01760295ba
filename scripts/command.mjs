// Runs other programs to completion.

import { spawn } from "node:child_process";
import { Refusal } from "./log.mjs";

/** The root of the repository. */
export const root = new URL("..", import.meta.url).pathname.replace(/\/$/, "");

/**
 * Runs a command and collects its output. Never throws for an exit code.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, seconds?: number }} [options]
 * @returns {Promise<{ code: number, stdout: string, output: string }>} `output` is both streams as they came
 */
export function attempt(command, args, { cwd = root, env = {}, seconds = 1800 } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    // Not `spawn`'s own limit, which keeps this process waiting when the command does not exist.
    const limit = setTimeout(() => child.kill("SIGKILL"), seconds * 1000);
    let stdout = "";
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    child.on("error", (error) => {
      clearTimeout(limit);
      reject(
        new Refusal(
          `\`${command}\` cannot be run (${error.message}); use \`make\`, which sets it up`,
        ),
      );
    });
    child.on("close", (code, signal) => {
      clearTimeout(limit);
      if (signal) output += `\n(ended by ${signal}; the limit is ${seconds} s)\n`;
      resolve({ code: code ?? 1, stdout, output });
    });
  });
}

/**
 * Runs a command that must succeed; otherwise shows the end of its output.
 * @param {string} what names the work in the sentence on failure
 * @param {string} command
 * @param {string[]} args
 * @param {Parameters<typeof attempt>[2]} [options]
 * @returns {Promise<string>} its standard output
 */
export async function run(what, command, args, options) {
  const { code, stdout, output } = await attempt(command, args, options);
  if (code === 0) return stdout;
  process.stderr.write(`${output.trimEnd().split("\n").slice(-60).join("\n")}\n`);
  throw new Refusal(`${what} failed: mend what is shown above and run it again`);
}
