// Fuzzes the parsers of untrusted input: `node scripts/fuzz.mjs [--seconds N] [target…]`.
//
// Without `--seconds`, a fixed number of executions from a fixed seed over the committed corpus (tests/fuzz/corpus):
// the same on every run. With it, each target for that long, from a seed of its own, and what reaches new code is added
// to the corpus. An input that breaks an oracle is kept in .tollgate/fuzz; make a test of it.

import { mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attempt, root, run } from "./command.mjs";
import { log, main, Refusal } from "./log.mjs";

/** Targets with the executions of the short run, and the longest input in bytes. */
const targets = {
  token: { runs: 20_000, longest: 4_096 },
  json: { runs: 200_000, longest: 2_048 },
  catalogue: { runs: 20_000, longest: 16_384 },
  voucher: { runs: 500, longest: 64 },
  cursor: { runs: 300_000, longest: 64 },
  usage: { runs: 20_000, longest: 2_048 },
};

/**
 * Counters and a table of edges by the compiler itself, as `cargo fuzz` asks for them; no sanitizer: the code is safe.
 */
const coverage = [
  "-Cpasses=sancov-module",
  "-Cllvm-args=-sanitizer-coverage-level=4",
  "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
  "-Cllvm-args=-sanitizer-coverage-pc-table",
  "-Ccodegen-units=1",
];

/**
 * Compiles every target for this machine, named so that what runs in the compiler is not instrumented; their folder.
 */
async function compile() {
  const host = (await run("Asking rustc", "rustc", ["-vV"])).match(/^host: (.*)$/m)?.[1];
  if (!host) throw new Refusal("rustc does not say what machine this is; run `rustc -vV`");
  log("compiling the targets of the fuzzer");
  await run(
    "Compiling the targets of the fuzzer",
    "cargo",
    ["build", "--package", "tollgate-fuzz", "--bins", "--profile", "fuzz", "--target", host],
    { env: { RUSTFLAGS: coverage.join(" ") } },
  );
  return join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), host, "fuzz");
}

/** Runs one target; how many executions it made and the edges that they reached. */
async function fuzz(folder, target, seconds) {
  const { runs, longest } = targets[target];
  const corpus = join(root, "tests/fuzz/corpus", target);
  const dictionary = join(root, "tests/fuzz/dictionaries", `${target}.dict`);
  const findings = join(root, ".tollgate/fuzz", target);
  await mkdir(findings, { recursive: true });
  const scratch = await mkdtemp(join(tmpdir(), "tollgate-fuzz-"));
  try {
    const bounds = seconds ? [`-max_total_time=${seconds}`] : [`-runs=${runs}`, "-seed=1"];
    const hasWords = await stat(dictionary).catch(() => null);
    const { code, output } = await attempt(
      join(folder, target),
      [
        ...bounds,
        `-max_len=${longest}`,
        "-timeout=10",
        "-rss_limit_mb=1024",
        "-print_final_stats=1",
        `-artifact_prefix=${findings}/`,
        ...(hasWords ? [`-dict=${dictionary}`] : []),
        ...(seconds ? [corpus] : [scratch, corpus]),
      ],
      { seconds: seconds ? seconds + 300 : 600, env: { RUST_BACKTRACE: "1" } },
    );
    if (code !== 0) {
      process.stderr.write(`${output.trimEnd().split("\n").slice(-60).join("\n")}\n`);
      throw new Refusal(`\`${target}\` does not hold; the input is in .tollgate/fuzz/${target}`);
    }
    const executions = Number(output.match(/number_of_executed_units: (\d+)/)?.[1] ?? 0);
    const edges = [...output.matchAll(/ cov: (\d+)/g)].at(-1)?.[1] ?? "0";
    return { executions, edges };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function options(words) {
  const at = words.indexOf("--seconds");
  const seconds = at < 0 ? 0 : Number(words[at + 1]);
  const names = at < 0 ? words : words.toSpliced(at, 2);
  if (at >= 0 && !(Number.isSafeInteger(seconds) && seconds > 0))
    throw new Refusal("`--seconds` takes a number of seconds");
  for (const name of names) {
    if (!(name in targets))
      throw new Refusal(
        `no target is called \`${name}\`; there are ${Object.keys(targets).join(", ")}`,
      );
  }
  return { seconds, chosen: names.length > 0 ? names : Object.keys(targets) };
}

await main(async () => {
  const { seconds, chosen } = options(process.argv.slice(2));
  const folder = await compile();
  for (const target of chosen) {
    const begun = performance.now();
    const inputs = (await readdir(join(root, "tests/fuzz/corpus", target))).length;
    const { executions, edges } = await fuzz(folder, target, seconds);
    if (executions < (seconds ? inputs : targets[target].runs))
      throw new Refusal(`\`${target}\` made only ${executions} executions`);
    const took = ((performance.now() - begun) / 1000).toFixed(1);
    console.log(
      `${target}: ${executions} executions from ${inputs} inputs, ${edges} edges, ${took} s`,
    );
  }
});
