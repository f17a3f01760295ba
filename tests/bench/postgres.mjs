// PostgreSQL 15 on a folder of its own, with its own settings: durable before it answers, as it comes.

import { spawn } from "node:child_process";
import { chmod, chown, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { attempt, run } from "../../scripts/command.mjs";
import { log } from "../../scripts/log.mjs";
import { freePort } from "../../scripts/start/edge.mjs";

const LIMIT_MILLIS = 20_000;
const VERSION = "15";

async function programs() {
  const folders = [`/usr/lib/postgresql/${VERSION}/bin`, ...(process.env.PATH ?? "").split(":")];
  for (const folder of folders) {
    if (!(await stat(join(folder, "initdb")).catch(() => null))) continue;
    const { stdout } = await attempt(join(folder, "postgres"), ["--version"]);
    if (stdout.includes(`) ${VERSION}.`)) return folder;
  }
  return undefined;
}

/** The folder with PostgreSQL's programs; installs Debian's package where there are none. */
async function installed() {
  const found = await programs();
  if (found) return found;
  log(`installing PostgreSQL ${VERSION}`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const packages = ["install", "--yes", "--no-install-recommends", `postgresql-${VERSION}`];
  await run("Installing PostgreSQL", "apt-get", packages, { env, seconds: 300 });
  const now = await programs();
  if (!now) throw new Error(`PostgreSQL ${VERSION} is not where Debian puts it`);
  return now;
}

/** PostgreSQL refuses to run as root: then it is run as this user. */
async function unprivileged() {
  if (process.getuid() !== 0) return {};
  const entry = (name) => run("Looking up a user", "id", [name, "nobody"]);
  return { uid: Number(await entry("-u")), gid: Number(await entry("-g")) };
}

/**
 * Starts a cluster.
 * @returns {Promise<{ pool: (clients: number) => pg.Pool, stop: () => Promise<void> }>}
 */
export async function startPostgres() {
  const bin = await installed();
  const owner = await unprivileged();
  const folder = await mkdtemp(join(tmpdir(), "tollgate-postgres-"));
  await chmod(folder, 0o700);
  if (owner.uid !== undefined) await chown(folder, owner.uid, owner.gid);
  const port = await freePort(0);
  const data = join(folder, "data");
  const options = { ...owner, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: "C" } };
  await finished(
    spawn(join(bin, "initdb"), ["-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8"], options),
  );
  const server = spawn(
    join(bin, "postgres"),
    ["-D", data, "-p", String(port), "-k", folder, "-c", "listen_addresses=127.0.0.1"],
    { ...options, stdio: "ignore" },
  );
  const ended = new Promise((resolve) => server.on("exit", resolve));
  // The server must not outlive the process that started it.
  const abandon = () => server.kill("SIGQUIT");
  process.once("exit", abandon);
  const settings = {
    host: "127.0.0.1",
    port,
    user: "bench",
    database: "postgres",
    query_timeout: LIMIT_MILLIS,
    connectionTimeoutMillis: LIMIT_MILLIS,
  };
  const stop = async () => {
    process.off("exit", abandon);
    server.kill("SIGINT");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  for (const until = performance.now() + LIMIT_MILLIS; ; ) {
    const client = new pg.Client(settings);
    try {
      await client.connect();
      await client.end();
      break;
    } catch (error) {
      if (performance.now() > until) {
        await stop();
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  const pool = (clients) => {
    const made = new pg.Pool({ ...settings, max: clients, min: clients });
    // A connection that the server ends while nobody uses it, as it does at its own end, is no failure.
    made.on("error", () => {});
    return made;
  };
  return { pool, stop };
}

function finished(child) {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (text) => {
      said += text;
    });
    child.stdout.resume();
    child.on("error", reject);
    child.on("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`initdb failed: ${said}`)),
    );
  });
}
