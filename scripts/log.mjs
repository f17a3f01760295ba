// The output of the scripts: one short line per step, one sentence on failure.

/** An expected failure, whose message says what is wrong and how to fix it. */
export class Refusal extends Error {}

/** @param {string} line */
export function log(line) {
  process.stderr.write(`· ${line}\n`);
}

/**
 * Runs a script; a `Refusal` ends it with its message and exit code 1.
 * @param {() => Promise<unknown>} work
 */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    process.stderr.write(`✗ ${error.message}\n`);
    process.exitCode = 1;
  }
}
