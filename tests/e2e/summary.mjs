// A reporter for node:test: a line per file, every failure whole, what tests print, and the totals.

const totals = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/;

export default async function* summary(events) {
  const files = new Map();
  const failures = [];
  const total = { passed: 0, failed: 0, skipped: 0 };
  const begun = performance.now();
  for await (const { type, data } of events) {
    const file = data?.file?.split("/").at(-1);
    if (type === "test:diagnostic" && !totals.test(data.message)) yield `  ${data.message}\n`;
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details?.type === "suite" || data.nesting > 0) continue;
    const count = files.get(file) ?? { passed: 0, failed: 0, millis: 0 };
    files.set(file, count);
    count.millis += data.details?.duration_ms ?? 0;
    if (data.skip !== undefined) total.skipped += 1;
    else if (type === "test:pass") {
      count.passed += 1;
      total.passed += 1;
    } else {
      count.failed += 1;
      total.failed += 1;
      const error = data.details.error;
      failures.push(
        `✗ ${file}: ${data.name}\n${indented(error?.cause?.stack ?? error?.stack ?? error)}`,
      );
    }
  }
  for (const [file, { passed, failed, millis }] of files) {
    yield `${failed === 0 ? "✓" : "✗"} ${file} (${passed} passed${failed ? `, ${failed} failed` : ""}, ${(millis / 1000).toFixed(1)} s)\n`;
  }
  for (const failure of failures) yield `\n${failure}\n`;
  yield `\n# pass ${total.passed}\n# fail ${total.failed}\n# skipped ${total.skipped}\n`;
  yield `took ${((performance.now() - begun) / 1000).toFixed(1)} s\n`;
}

const indented = (text) =>
  String(text)
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
