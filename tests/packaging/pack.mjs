// `npm pack` of every package, into `packed/`, as it would be published.

import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { root, run } from "./process.mjs";

export const packed = join(root, ".tollgate/packed");

/** @returns {Promise<{ name: string, tarball: string }[]>} the packages, those that others depend on first */
export async function tarballs() {
  const names = ["@tollgate/js", "@tollgate/react", "@tollgate/cli"];
  return Promise.all(
    names.map(async (name) => {
      const folder = join(root, "packages", name.split("/")[1]);
      const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
      return { name, tarball: join(packed, `${name.slice(1).replace("/", "-")}-${version}.tgz`) };
    }),
  );
}

if (process.argv[1] === import.meta.filename) {
  const names = await readdir(join(root, "packages"));
  await rm(packed, { recursive: true, force: true });
  await mkdir(packed, { recursive: true });
  const workspaces = names.flatMap((name) => ["--workspace", `packages/${name}`]);
  await run("npm", ["pack", "--silent", "--pack-destination", packed, ...workspaces], root);
}
