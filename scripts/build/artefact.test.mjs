import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { artefact, install } from "./artefact.mjs";

async function shelf(context) {
  const cache = await mkdtemp(join(tmpdir(), "tollgate-artefact-"));
  const before = process.env.TOLLGATE_CACHE;
  process.env.TOLLGATE_CACHE = cache;
  context.after(async () => {
    if (before === undefined) delete process.env.TOLLGATE_CACHE;
    else process.env.TOLLGATE_CACHE = before;
    await rm(cache, { recursive: true, force: true });
  });
  return cache;
}

const writing = (text) => (folder) => writeFile(join(folder, "file"), text);

test("what is made once is found again", async (context) => {
  await shelf(context);
  const first = await artefact("things", "a", writing("one"));
  const again = await artefact("things", "a", () => assert.fail("made twice"));
  assert.equal(again, first);
  assert.equal(await readFile(join(first, "file"), "utf8"), "one");
});

test("what failed half way leaves nothing behind", async (context) => {
  const cache = await shelf(context);
  const broken = async (folder) => {
    await writing("half")(folder);
    throw new Error("broken");
  };
  await assert.rejects(artefact("things", "a", broken), /broken/);
  assert.deepEqual(await readdir(join(cache, "artefacts/things")), []);
});

test("two makers of one thing both get it whole", async (context) => {
  await shelf(context);
  const [left, right] = await Promise.all([
    artefact("things", "a", writing("same")),
    artefact("things", "a", writing("same")),
  ]);
  assert.equal(left, right);
  assert.equal(await readFile(join(left, "file"), "utf8"), "same");
});

test("the least lately used goes first", async (context) => {
  const cache = await shelf(context);
  for (let n = 0; n < 24; n += 1) {
    const folder = await artefact("things", `k${n}`, writing("x"));
    await utimes(folder, 1000 + n, 1000 + n);
  }
  await artefact("things", "k0", writing("x"));
  await artefact("things", "k24", writing("x"));
  const names = await readdir(join(cache, "artefacts/things"));
  assert.equal(names.length, 24);
  assert.ok(names.includes("k0") && names.includes("k24") && !names.includes("k1"));
});

test("installing replaces what stood there", async (context) => {
  const cache = await shelf(context);
  const out = join(cache, "out");
  await mkdir(out);
  await writeFile(join(out, "old"), "");
  await install(await artefact("things", "a", writing("new")), out);
  assert.deepEqual(await readdir(out), ["file"]);
});
