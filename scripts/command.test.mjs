import assert from "node:assert/strict";
import { test } from "node:test";
import { attempt, root, run } from "./command.mjs";
import { Refusal } from "./log.mjs";

const node = (source, options) => attempt("node", ["-e", source], options);

test("output and code are those of the command", async () => {
  const { code, stdout, output } = await node("console.log(1); console.error(2); process.exit(3)");
  assert.deepEqual([code, stdout, output.split("\n").sort().join("")], [3, "1\n", "12"]);
});

test("a command that takes too long is ended, and says so", async () => {
  const { code, output } = await node("setInterval(() => {}, 1000)", { seconds: 0.3 });
  assert.notEqual(code, 0);
  assert.match(output, /ended by SIGKILL; the limit is 0\.3 s/);
});

test("a command that is not there is a refusal, and nothing waits for it", async () => {
  await assert.rejects(attempt("tollgate-no-such-command", []), Refusal);
  const source = `import("${root}/scripts/command.mjs").then((m) => m.attempt("tollgate-no-such-command", []).catch(() => {}))`;
  assert.equal((await node(source, { seconds: 20 })).code, 0);
});

test("a command that must succeed refuses otherwise, naming the work", async () => {
  await assert.rejects(
    run("Counting", "node", ["-e", "process.exit(1)"]),
    (error) => error instanceof Refusal && error.message.startsWith("Counting failed"),
  );
});
