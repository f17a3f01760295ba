// A cache of build results per user, keyed by the fingerprint of their inputs, so that no clone builds again what is
// built already.

import { randomUUID } from "node:crypto";
import { cp, mkdir, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

const kept = 24;

/** The cache of this user. */
export function cacheFolder() {
  const base = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  return process.env.TOLLGATE_CACHE || join(base, "tollgate");
}

/**
 * The folder of an artefact, made first when it is not there. It appears whole or not at all.
 * @param {string} kind
 * @param {string} key a fingerprint
 * @param {(folder: string) => Promise<void>} make fills a folder
 * @returns {Promise<string>}
 */
export async function artefact(kind, key, make) {
  const shelf = join(cacheFolder(), "artefacts", kind);
  const folder = join(shelf, key);
  try {
    await utimes(folder, new Date(), new Date());
    return folder;
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  const fresh = `${folder}.new.${randomUUID()}`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  try {
    await make(fresh);
    await rename(fresh, folder);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    // Another clone built the same artefact first.
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
  }
  await forgetOldest(shelf);
  return folder;
}

// Removes the oldest beyond the number kept, and the partial results of killed builds.
async function forgetOldest(shelf) {
  const aged = [];
  for (const name of await readdir(shelf)) {
    const found = await stat(join(shelf, name)).catch(() => null);
    if (found) aged.push({ name, at: found.mtimeMs, whole: !name.includes(".new.") });
  }
  aged.sort((a, b) => b.at - a.at);
  const old = aged.filter(({ whole }) => whole).slice(kept);
  const abandoned = aged.filter(({ whole, at }) => !whole && Date.now() - at > 86_400_000);
  for (const { name } of [...old, ...abandoned]) {
    await rm(join(shelf, name), { recursive: true, force: true });
  }
}

/**
 * Puts an artefact's files where they are used, replacing what stood there in one step.
 * @param {string} folder
 * @param {string} out
 */
export async function install(folder, out) {
  const fresh = `${out}.new.${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(join(out, ".."), { recursive: true });
  await cp(folder, fresh, { recursive: true });
  await rm(out, { recursive: true, force: true });
  await rename(fresh, out);
}
