// The log of the edge: one JSON line per request, kept in a file; what is anything else is shown as well, less
// what workerd remarks about itself.

import { createWriteStream } from "node:fs";
import { rename, stat } from "node:fs/promises";

const largest = 16 * 1024 * 1024;

/**
 * Opens the log, putting a large one aside as `….old`.
 * @param {string} path
 * @param {(line: string) => void} show hears what a person should see
 * @returns {Promise<{ write: (line: string) => void, close: () => Promise<void> }>}
 */
export async function openLog(path, show) {
  const found = await stat(path).catch(() => null);
  if (found && found.size > largest) await rename(path, `${path}.old`);
  const file = createWriteStream(path, { flags: "a", mode: 0o600 });
  return {
    write(line) {
      file.write(`${line}\n`);
      if (!line.startsWith('{"at":') && !line.includes("warning: NOSENTRY")) show(line);
    },
    close: () => new Promise((resolve) => file.end(resolve)),
  };
}
