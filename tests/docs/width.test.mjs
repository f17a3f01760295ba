// No line of a page or of a comment is wider than the rest.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { wideLines, width } from "./width.mjs";

const root = new URL("../..", import.meta.url).pathname;

/** What a program writes: its lines are those of the comments that it was made from, further in. */
const generated = /^packages\/js\/src\/(?:wasm\/|server\/openapi\.ts)|^tests\/fuzz\/corpus\//;

test("lines of pages and comments keep to the width", () => {
  const paths = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" })
    .split("\0")
    .filter((path) => path && !generated.test(path));
  for (const kind of [".md", ".rs", ".ts", ".tsx", ".mjs", ".sh", ".py", ".toml"])
    assert.ok(
      paths.some((path) => path.endsWith(kind)),
      `no file ends with ${kind}`,
    );
  const wide = paths
    .filter((path) => existsSync(join(root, path)))
    .flatMap((path) =>
      wideLines(path, readFileSync(join(root, path), "utf8")).map((line) => `${path}:${line}`),
    );
  assert.deepEqual(wide, [], `wider than ${width} characters`);
});

test("what is too wide is found, and what may be wide is not", () => {
  const words = (length) => "word ".repeat(length).slice(0, length);
  const full = words(width);
  const over = `${full}x`;
  assert.deepEqual(wideLines("a.md", `${full}\n${over}\n`), [2]);
  assert.deepEqual(wideLines("a.md", `\`\`\`\n${over}\n\`\`\`\n${over}`), [4]);
  assert.deepEqual(wideLines("a.md", `| ${over} |\n[a]: ${over}`), []);
  assert.deepEqual(wideLines("a.md", `see https://a.example/${"x".repeat(width)}`), []);
  assert.deepEqual(wideLines("a.md", `see [this](../${"x".repeat(width)}.md)`), []);
  assert.deepEqual(
    wideLines("a.rs", `/// ${over}\n//! ${over}\n// ${over}\n  // ${over}`),
    [1, 2, 3, 4],
  );
  assert.deepEqual(
    wideLines("a.rs", `/// \`\`\`\n/// ${over}\n/// \`\`\`\nlet a = "${over}";`),
    [],
  );
  // Code between two comments ends what was open in the first.
  assert.deepEqual(wideLines("a.rs", `/// \`\`\`\nlet a = 1;\n/// ${over}`), [3]);
  for (const path of ["a.ts", "a.tsx", "a.mjs", "a.js", "a.cjs", "a.mts"])
    assert.deepEqual(
      wideLines(path, `/** ${over} */\n * ${over}\n// ${over}\n"${over}";`),
      [1, 2, 3],
      path,
    );
  for (const path of ["a.sh", "a.py", "a.toml", "a.yaml", "Makefile"])
    assert.deepEqual(wideLines(path, `# ${over}\n${over}`), [1], path);
  assert.deepEqual(wideLines("a.css", `/* ${over} */\n${over}`), [1]);
  assert.deepEqual(wideLines("a.ts", `/** @type {{ ${over} }} */\n * @param {{ ${over} }} a`), []);
  assert.deepEqual(wideLines("a.json", over), []);
});
