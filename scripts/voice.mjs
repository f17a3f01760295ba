// What the scripts say: one short line per step, one sentence on failure.

/** A failure whose sentence says what is wrong and how to mend it. */
export class Refusal extends Error {}

/** @param {string} line */
export function say(line) {
  process.stderr.write(`· ${line}\n`);
}

/**
 * Runs a script's work; a `Refusal` ends it with its sentence and exit code 1.
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
