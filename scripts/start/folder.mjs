// The data folder of one edge: its objects, its secrets, its lock.
//
// Invariants: one edge at a time holds a folder, for as long as its process lives, however it ends; a file
// in it appears whole or not at all; secrets are readable by their owner alone.

import { createHash, randomBytes } from "node:crypto";
import { access, chmod, constants, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Refusal } from "../log.mjs";
import { checkMasterSecret, checkOperatorKey } from "./settings.mjs";

/**
 * Makes the folder where it is missing, and takes it for this process.
 * @param {string} data
 */
export async function takeFolder(data) {
  try {
    await mkdir(data, { recursive: true, mode: 0o700 });
    await mkdir(join(data, "objects"), { recursive: true });
    await mkdir(join(data, "assets"), { recursive: true });
    await access(data, constants.R_OK | constants.W_OK | constants.X_OK);
    await access(join(data, "objects"), constants.R_OK | constants.W_OK | constants.X_OK);
    await writeFile(join(data, ".probe"), "");
    await rm(join(data, ".probe"));
  } catch (error) {
    throw new Refusal(
      `the data folder ${data} cannot be written (${error.code}); name another in TOLLGATE_DATA`,
    );
  }
  lock(data);
}

const locks = new Map();

// The lock of a SQLite file is the kernel's: it goes with the process, even one that is killed.
function lock(data) {
  const database = new DatabaseSync(join(data, "lock"), { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (error.errcode !== 5) throw error;
    throw new Refusal(
      `another edge runs on the data folder ${data}; stop it, or name another folder in TOLLGATE_DATA`,
    );
  }
  locks.set(data, database);
}

/** @param {string} data */
export function releaseFolder(data) {
  locks.get(data)?.close();
  locks.delete(data);
}

/**
 * Writes a file in one step, readable by its owner alone.
 * @param {string} path
 * @param {string} text
 */
export async function writeWhole(path, text) {
  const fresh = `${path}.new`;
  await writeFile(fresh, text, { mode: 0o600, flush: true });
  await rename(fresh, path);
}

const read = (path) =>
  readFile(path, "utf8").catch((error) => {
    if (error.code === "ENOENT") return undefined;
    throw new Refusal(`${path} cannot be read (${error.code}); mend its permissions`);
  });

async function kept(path, make, check) {
  let secret = (await read(path))?.trim();
  if (secret === undefined) {
    secret = make();
    await writeWhole(path, `${secret}\n`);
  }
  check(secret, path);
  await chmod(path, 0o600);
  return secret;
}

/**
 * The secrets of the edge: those given, else those kept in the folder, made the first time.
 *
 * The signing keys of a folder can only be read with the master secret they were made under, so another
 * one is refused; what is remembered of a secret that was given is its hash.
 * @param {import("./settings.mjs").Settings} settings
 * @returns {Promise<{ operatorKey: string, masterSecret: string }>}
 */
export async function secrets({ data, operatorKey, masterSecret }) {
  const operator =
    operatorKey ??
    (await kept(
      join(data, "operator-key"),
      () => randomBytes(32).toString("hex"),
      checkOperatorKey,
    ));

  const mark = join(data, "master-secret.sha256");
  const marked = (await read(mark))?.trim();
  const path = join(data, "master-secret");
  if (masterSecret === undefined && marked !== undefined && (await read(path)) === undefined) {
    throw new Refusal(
      `the data folder ${data} was made with a TOLLGATE_MASTER_SECRET of your own; give it again`,
    );
  }
  const master =
    masterSecret ?? (await kept(path, () => randomBytes(32).toString("base64"), checkMasterSecret));
  const hash = createHash("sha256").update(Buffer.from(master, "base64")).digest("hex");
  if (marked !== undefined && marked !== hash) {
    throw new Refusal(
      `the data folder ${data} was made with another master secret; give that one in TOLLGATE_MASTER_SECRET, or name another folder in TOLLGATE_DATA`,
    );
  }
  if (marked === undefined) await writeWhole(mark, `${hash}\n`);
  return { operatorKey: operator, masterSecret: master };
}
