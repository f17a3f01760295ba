// The types of the packages for whoever installs them, with the keys of a catalogue and without.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { catalog } from "../e2e/catalog.mjs";
import { consumer } from "./consumer.mjs";
import { run, tool } from "./process.mjs";
import { setup } from "./setup.mjs";

const { edge, environment } = await setup();
const folder = await consumer("types", ["@types/node", "@types/react", "csstype", "hono", "yaml"]);
const cli = join(folder, "node_modules/@tollgate/cli/dist/tollgate.js");
const types = (args, options) => run(process.execPath, [cli, "types", ...args], folder, options);

/** A catalogue of the tests and what the fixtures need beside it. */
function document() {
  const sample = catalog();
  sample.features.push({ key: "theme", name: "Theme */ of `it`", kind: "config" });
  return sample;
}

const compile = async (files, code = 0) => {
  const project = JSON.parse(await readFile(join(folder, "tsconfig.json"), "utf8"));
  await writeFile(join(folder, "tsconfig.test.json"), JSON.stringify({ ...project, files }));
  return run(tool("tsc"), ["--project", "tsconfig.test.json", "--pretty", "false"], folder, {
    code,
  });
};

test("without a catalogue every key is text", async () => {
  await compile(["unknown.tsx"]);
});

test("the keys of a catalogue are known, and others do not compile", async () => {
  await writeFile(join(folder, "catalog.json"), JSON.stringify(document()));
  await types(["catalog.json", "-o", "catalog.d.ts"]);
  await compile(["known.tsx", "catalog.d.ts"]);
  // The mistakes are mistakes because of it.
  const { stdout } = await compile(["known.tsx"], 1);
  assert.match(stdout, /Unused '@ts-expect-error' directive/);
});

test("a misspelt key is told in words", async () => {
  await writeFile(
    join(folder, "misspelt.ts"),
    'import type { TollgateClient } from "@tollgate/js";\nexport const is = (t: TollgateClient) => t.check("api-cals");\n',
  );
  await types(["catalog.json", "-o", "catalog.d.ts"]);
  const { stdout } = await compile(["misspelt.ts", "catalog.d.ts"], 1);
  assert.match(
    stdout,
    /^misspelt\.ts\(2,\d+\): error TS\d+: Argument of type '"api-cals"' is not assignable/,
  );
});

test("an edge tells its catalogue to whoever has a key", async () => {
  await environment.api.put("/v1/catalog", document());
  const { stdout } = await types(["--endpoint", edge.url], {
    env: { TOLLGATE_SECRET_KEY: environment.secretKey },
  });
  assert.equal(stdout, await readFile(join(folder, "catalog.d.ts"), "utf8"));
  const refused = await types(["--endpoint", edge.url, "--key", environment.publishableKey], {
    code: 1,
  });
  assert.match(refused.stderr, /^tollgate: `http.*` refused: key_not_allowed: /);
});
