// Counts tests in the output of test runners.

const summaries = [
  // cargo test, once per binary
  { pattern: /^test result: \w+\. (\d+) passed; (\d+) failed;/gm, passed: 1, failed: 2 },
  // node:test, as TAP or for people
  { pattern: /^(?:#|ℹ) pass (\d+)$/gm, passed: 1 },
  { pattern: /^(?:#|ℹ) (?:fail|cancelled) (\d+)$/gm, failed: 1 },
  // vitest
  { pattern: /^\s+Tests\s+(?:(\d+) failed)?(?: \| )?(?:(\d+) passed)?/gm, failed: 1, passed: 2 },
];

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
const colours = /\u001b\[[0-9;]*m/g;

/**
 * @param {string} output of cargo test, node:test or vitest, or of several after one another
 * @returns {{ passed: number, failed: number }}
 */
export function tally(output) {
  const plain = output.replace(colours, "");
  const sum = { passed: 0, failed: 0 };
  for (const { pattern, passed, failed } of summaries) {
    for (const match of plain.matchAll(pattern)) {
      sum.passed += Number(match[passed] ?? 0);
      sum.failed += Number(match[failed] ?? 0);
    }
  }
  return sum;
}
