// WebAssembly in workerd: a process of its own on a port that the system chooses, ended when it has answered.

import { spawn } from "node:child_process";
import { root } from "../../../scripts/command.mjs";

/**
 * @param {string[]} lines
 * @returns {Promise<string[]>} an answer for each
 */
export async function workerd(lines) {
  const config = new URL("workerd.capnp", import.meta.url).pathname;
  const child = spawn(`${root}/node_modules/.bin/workerd`, ["serve", config, "--control-fd=3"], {
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  try {
    const port = await listening(child);
    const answer = await fetch(`http://127.0.0.1:${port}/`, {
      method: "POST",
      body: lines.join("\n"),
      signal: AbortSignal.timeout(120_000),
    });
    if (!answer.ok) throw new Error(`workerd answered ${answer.status}: ${await answer.text()}`);
    return (await answer.text()).split("\n");
  } finally {
    child.kill("SIGKILL");
  }
}

/** The port, once workerd says that it listens. */
function listening(child) {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error("workerd did not listen within 30 s")), 30_000);
    let said = "";
    child.stdio[3].setEncoding("utf8").on("data", (text) => {
      said += text;
      const found = /"event":"listen"[^\n]*"port":(\d+)/.exec(said);
      if (found) {
        clearTimeout(limit);
        resolve(Number(found[1]));
      }
    });
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`workerd ended with ${code} before it listened`)));
  });
}
