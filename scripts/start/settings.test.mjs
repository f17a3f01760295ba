import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../command.mjs";
import { Refusal } from "../log.mjs";
import { readSettings } from "./settings.mjs";

const key = "k".repeat(32);
const secret = Buffer.alloc(32, 7).toString("base64");

/** Asserts that an environment is refused with one sentence that names the variable. */
function refused(environment, variable) {
  assert.throws(
    () => readSettings(environment),
    (error) =>
      error instanceof Refusal && error.message.includes(variable) && !error.message.includes("\n"),
  );
}

test("nothing given means the defaults", () => {
  assert.deepEqual(readSettings({}), {
    port: 8787,
    data: join(root, ".data"),
    baseUrl: "http://127.0.0.1:8787",
    operatorKey: undefined,
    masterSecret: undefined,
  });
});

test("what is given is taken, and an empty variable is as none", () => {
  const settings = readSettings({
    PORT: "9000",
    TOLLGATE_DATA: "/srv/tollgate",
    TOLLGATE_BASE_URL: "https://tollgate.example.com/",
    TOLLGATE_OPERATOR_KEY: key,
    TOLLGATE_MASTER_SECRET: secret,
  });
  assert.deepEqual(settings, {
    port: 9000,
    data: "/srv/tollgate",
    baseUrl: "https://tollgate.example.com",
    operatorKey: key,
    masterSecret: secret,
  });
  assert.equal(readSettings({ PORT: "", TOLLGATE_OPERATOR_KEY: "" }).port, 8787);
});

test("a port must be one", () => {
  for (const port of ["0", "65536", "80a", "-1", "8787.5", "1e3", " 80"])
    refused({ PORT: port }, "PORT");
});

test("an operator key has 32 characters at least, and no spaces", () => {
  refused({ TOLLGATE_OPERATOR_KEY: "k".repeat(31) }, "TOLLGATE_OPERATOR_KEY");
  refused({ TOLLGATE_OPERATOR_KEY: `${key} ${key}` }, "TOLLGATE_OPERATOR_KEY");
});

test("a master secret is 32 bytes in canonical base64", () => {
  const wrong = [
    Buffer.alloc(31).toString("base64"),
    Buffer.alloc(33).toString("base64"),
    secret.replace("=", ""),
    "not base64 at all",
  ];
  for (const text of wrong) refused({ TOLLGATE_MASTER_SECRET: text }, "TOLLGATE_MASTER_SECRET");
});

test("a refusal never repeats a secret", () => {
  assert.throws(
    () => readSettings({ TOLLGATE_MASTER_SECRET: "hunter2" }),
    (error) => !error.message.includes("hunter2"),
  );
});

test("a base address must be one", () => {
  for (const url of ["tollgate", "ftp://x.example", "https://x.example/?a=1"]) {
    refused({ TOLLGATE_BASE_URL: url }, "TOLLGATE_BASE_URL");
  }
});
