import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { attempt } from "../command.mjs";
import { Refusal } from "../log.mjs";
import { releaseFolder, secrets, takeFolder } from "./folder.mjs";

async function folder(context) {
  const data = await mkdtemp(join(tmpdir(), "tollgate-folder-"));
  context.after(() => rm(data, { recursive: true, force: true }));
  return data;
}

const secret = (byte) => Buffer.alloc(32, byte).toString("base64");
const refusal = (part) => (error) => error instanceof Refusal && error.message.includes(part);

test("secrets are made once, kept, and readable by their owner alone", async (context) => {
  const data = await folder(context);
  const first = await secrets({ data });
  assert.equal(Buffer.from(first.masterSecret, "base64").length, 32);
  assert.ok(first.operatorKey.length >= 32);
  assert.deepEqual(await secrets({ data }), first);
  for (const name of ["operator-key", "master-secret"]) {
    assert.equal((await stat(join(data, name))).mode & 0o777, 0o600);
  }
});

test("secrets that are given are used and not written down", async (context) => {
  const data = await folder(context);
  const given = { operatorKey: "o".repeat(40), masterSecret: secret(1) };
  assert.deepEqual(await secrets({ data, ...given }), given);
  await assert.rejects(readFile(join(data, "operator-key")), { code: "ENOENT" });
  await assert.rejects(readFile(join(data, "master-secret")), { code: "ENOENT" });
});

test("another master secret than that of the folder is refused, given or left out", async (context) => {
  const data = await folder(context);
  await secrets({ data, masterSecret: secret(1) });
  await assert.rejects(
    secrets({ data, masterSecret: secret(2) }),
    refusal("another master secret"),
  );
  await assert.rejects(secrets({ data }), refusal("give it again"));
  assert.equal((await secrets({ data, masterSecret: secret(1) })).masterSecret, secret(1));
});

test("a secret that was damaged on disk is refused", async (context) => {
  const data = await folder(context);
  await secrets({ data });
  await writeFile(join(data, "operator-key"), "short\n");
  await assert.rejects(secrets({ data }), refusal("operator-key"));
});

test("a folder is held by one process, and free again when that is killed", async (context) => {
  const data = await folder(context);
  const take = `import { takeFolder } from ${JSON.stringify(new URL("folder.mjs", import.meta.url).href)};
    await takeFolder(${JSON.stringify(data)});`;
  await takeFolder(data);
  const second = await attempt("node", ["--input-type=module", "-e", take], { seconds: 20 });
  assert.notEqual(second.code, 0);
  assert.match(second.output, /another edge runs on the data folder/);
  releaseFolder(data);
  const killed = await attempt(
    "node",
    ["--input-type=module", "-e", `${take} process.kill(process.pid, 9);`],
    {
      seconds: 20,
    },
  );
  assert.match(killed.output, /SIGKILL/);
  await takeFolder(data);
  releaseFolder(data);
});

test("a folder that cannot be written is refused", async (context) => {
  const data = await folder(context);
  await writeFile(join(data, "file"), "");
  await assert.rejects(takeFolder(join(data, "file", "inner")), refusal("cannot be written"));
});
