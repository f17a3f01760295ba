// A project outside of this repository that has installed the packages as they would be published.

import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { tarballs } from "./pack.mjs";
import { root, run } from "./process.mjs";

const fixtures = join(import.meta.dirname, "fixtures");

/**
 * A fresh project; it goes after the tests of the file.
 * @param {string} fixture the folder of `fixtures/` that it begins with
 * @param {string[]} [others] packages that it uses beside ours, taken from this workspace
 * @param {string} [parent] where it is
 * @returns {Promise<string>} its folder
 */
export async function consumer(fixture, others = [], parent = tmpdir()) {
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, "tollgate-packaging-"));
  after(() => rm(folder, { recursive: true, force: true }));
  await cp(join(fixtures, fixture), folder, { recursive: true });
  await cp(join(fixtures, "shared"), folder, { recursive: true });
  const modules = join(folder, "node_modules");
  for (const { name, tarball } of await tarballs()) {
    await mkdir(join(modules, name), { recursive: true });
    await run("tar", ["-xzf", tarball, "--strip-components=1", "-C", join(modules, name)], folder);
  }
  for (const name of others) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(join(root, "node_modules", name), join(modules, name));
  }
  return folder;
}
