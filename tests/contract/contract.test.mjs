// The edge held to its own description: schemathesis sends what the description allows, and what it forbids, to every
// operation, and checks every answer.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { catalog } from "../e2e/catalog.mjs";
import { startedEdge } from "../e2e/edge.mjs";

const root = new URL("../../", import.meta.url).pathname;
/** How many cases of each kind are made for an operation; a longer run takes more. */
const examples = process.env.TOLLGATE_CONTRACT_EXAMPLES ?? "40";

const edge = await startedEdge();

/** Something of every kind, and what opens it. */
async function everything() {
  const made = await edge.environment({ catalog: catalog() });
  const other = await edge.environment({ catalog: catalog() });
  const selection = { plan: "pro", price: "pro-monthly", quantities: { seats: 4 } };
  const customer = "contract";
  await made.customer(customer, selection);
  const voucher = {
    key: "made",
    codes: ["MADE"],
    effects: { flags: { "beta-dashboard": { value: true } } },
  };
  (await made.api.post("/v1/vouchers", voucher)).is(201);
  // Somebody whom nothing wipes.
  await made.customer("visitor", selection);
  const session = (await made.api.post("/v1/sessions", { customer: "visitor", ttl: 604_800 })).is(
    201,
  );
  return {
    url: edge.url,
    operatorKey: edge.operatorKey,
    secretKey: made.secretKey,
    otherKey: other.secretKey,
    publishableKey: made.publishableKey,
    accessToken: session.accessToken,
    selection,
    otherPlan: "starter",
    grant: { feature: "api-calls", limit: 1, merge: "add" },
    // By the names of the path.
    environment: made.id,
    customer,
    addon: "extra-calls",
    feature: "api-calls",
    voucher: "made",
    code: "not_found",
    file: "index.html",
    // By the names of members of bodies.
    in: { customer, feature: "api-calls", code: "WELCOME20" },
  };
}

/** What a well-formed request may be answered beside success: it is impossible, or not at the version it names. */
const settings = (known) => `
hooks = "hooks.py"
seed = 20270521
continue-on-failure = true

[generation]
max-examples = ${examples}
mode = "all"

[checks.positive_data_acceptance]
expected-statuses = ["2xx", 304, 308, 401, 403, 404, 409, 412, 422, 429]

[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 422, 429]

[auth.openapi]
operatorKey = { bearer = "${known.operatorKey}" }
secretKey = { bearer = "${known.secretKey}" }
accessToken = { bearer = "${known.accessToken}" }
publishableKey = { api_key = "${known.publishableKey}" }
`;

function run(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        said += text;
      });
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, said }));
  });
}

test("every operation takes what its description allows, and refuses what it forbids", async (context) => {
  const known = await everything();
  await mkdir(join(edge.data, "assets/demo"));
  await writeFile(
    join(edge.data, "assets/demo/index.html"),
    "<!doctype html><title>A page</title>",
  );
  const facts = join(edge.data, "contract.json");
  const configuration = join(edge.data, "schemathesis.toml");
  await writeFile(facts, JSON.stringify(known));
  await writeFile(
    configuration,
    settings(known).replace('"hooks.py"', JSON.stringify(join(import.meta.dirname, "hooks.py"))),
  );
  const { code, said } = await run(
    "python3",
    [
      "-m",
      "schemathesis.cli",
      "--config-file",
      configuration,
      "run",
      join(root, "worker/openapi.json"),
      "--url",
      edge.url,
      "--checks",
      "all",
      "--workers",
      "2",
      "--no-color",
    ],
    { cwd: edge.data, env: { ...process.env, TOLLGATE_CONTRACT: facts } },
  );
  context.diagnostic(said.slice(said.lastIndexOf("SUMMARY")));
  assert.equal(code, 0, said);
});
