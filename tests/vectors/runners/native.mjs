// Native Rust: the program `vectors`, one case a line.

import { spawn } from "node:child_process";
import { root, run } from "../../../scripts/command.mjs";

/** The program, compiled if need be. */
export async function program() {
  const where = ["--package", "tollgate-vectors", "--bin", "vectors"];
  const told = await run("Compiling the vectors' driver", "cargo", [
    "build",
    "--quiet",
    "--message-format=json-render-diagnostics",
    ...where,
  ]);
  const built = told
    .split("\n")
    .flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
  return built.findLast(({ executable }) => executable).executable;
}

/**
 * @param {string[]} lines
 * @returns {Promise<string[]>} an answer for each
 */
export async function native(lines) {
  return conversation(await program(), [], lines);
}

/**
 * What a program answers to lines; it fails where the program does, or is not done within two minutes.
 * @param {string} command
 * @param {string[]} args
 * @param {string[]} lines
 * @returns {Promise<string[]>}
 */
export function conversation(command, args, lines) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ["pipe", "pipe", "inherit"],
      timeout: 120_000,
    });
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(said.trimEnd().split("\n"));
      else reject(new Error(`${command} ended with ${code}`));
    });
    child.stdin.end(`${lines.join("\n")}\n`);
  });
}
