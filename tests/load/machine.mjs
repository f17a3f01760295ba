// What was measured on, and what else ran there: a figure without them says little.

import { cpus, loadavg, totalmem } from "node:os";

/** @returns {{ cores: number, processor: string, memoryGb: number }} */
export function machine() {
  const all = cpus();
  return {
    cores: all.length,
    processor: all[0]?.model ?? "unknown",
    memoryGb: Math.round(totalmem() / 2 ** 30),
  };
}

/** Processes that ran or waited to run, on the average of the last minute: our own among them. */
export const busy = () => Number(loadavg()[0].toFixed(1));
