// Every check and test, in order, up to the first that fails: `node scripts/test.mjs [--keep-going] [word…]` runs
// those steps alone whose names have one of the words, and with `--keep-going` those after a failure too.

import { attempt } from "./command.mjs";
import { main, Refusal } from "./log.mjs";
import { steps } from "./test/steps.mjs";
import { tally } from "./test/tally.mjs";

const plain = { NO_COLOR: "1", CARGO_TERM_COLOR: "never", FORCE_COLOR: undefined };

/** @returns {Promise<{ output: string, ok: boolean }>} */
async function perform({ command, work, cwd, env, seconds }) {
  if (command) {
    const [program, ...args] = command;
    const { code, output } = await attempt(program, args, {
      cwd,
      env: { ...plain, ...env },
      seconds,
    });
    return { output, ok: code === 0 };
  }
  try {
    await work();
    return { output: "", ok: true };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { output: error.message, ok: false };
  }
}

async function test() {
  const words = process.argv.slice(2).filter((word) => word !== "--keep-going");
  const keepGoing = process.argv.includes("--keep-going");
  const all = await steps();
  const chosen =
    words.length === 0 ? all : all.filter(({ name }) => words.some((word) => name.includes(word)));
  if (chosen.length === 0) {
    throw new Refusal(`no step is named so; there are: ${all.map(({ name }) => name).join("; ")}`);
  }
  let passed = 0;
  let failed = 0;
  for (const step of chosen) {
    const begun = performance.now();
    const { output, ok } = await perform(step);
    const counted = step.tests ? tally(output) : { passed: 0, failed: 0 };
    passed += counted.passed;
    failed += counted.failed;
    const good = ok && counted.failed === 0 && !(step.tests && counted.passed === 0);
    const took = `${((performance.now() - begun) / 1000).toFixed(1)} s`;
    const detail = step.tests ? `${counted.passed} passed, ${took}` : took;
    console.log(`${good ? "✓" : "✗"} ${step.name} (${detail})`);
    if (!good) {
      console.log(output.trimEnd());
      if (ok && step.tests) console.log("no test ran: a step that runs tests must run some");
      failed += counted.failed === 0 ? 1 : 0;
      process.exitCode = 1;
      if (!keepGoing) break;
    }
  }
  console.log(`\n${passed} passed, ${failed} failed`);
}

await main(test);
