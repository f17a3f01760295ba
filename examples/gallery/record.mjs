// Records what the edge makes of each catalogue in `catalogues/`: the pricing as a page gets it, and the preview of
// every voucher code. The gallery shows these, so that nothing on it is made up.

import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";
import { caller } from "../../scripts/start/api.mjs";
import { freePort, startEdge } from "../../scripts/start/edge.mjs";

const here = new URL(".", import.meta.url).pathname;

async function anyPort() {
  for (let port = 18_000 + (process.pid % 4000); ; port += 1)
    if ((await freePort(port)) !== undefined) return port;
}

async function recorded(url, operatorKey, document) {
  const { secretKey, publishableKey } = await caller(url, operatorKey)("POST", "/v1/environments", {
    name: "Gallery",
    kind: "sandbox",
  });
  await caller(url, secretKey)("PUT", "/v1/catalog", document);
  const ask = async (path, body) => {
    const answer = await fetch(url + path, {
      method: body ? "POST" : "GET",
      headers: { "Tollgate-Key": publishableKey, "Content-Type": "application/json" },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(15_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${text}`);
    return JSON.parse(text);
  };
  const vouchers = {};
  for (const code of (document.vouchers ?? []).flatMap(({ codes }) => codes))
    vouchers[code] = await ask("/v1/client/vouchers/preview", { code });
  return { pricing: await ask("/v1/client/pricing"), vouchers };
}

/**
 * What the edge says of every catalogue, by its name.
 * @returns {Promise<Record<string, { pricing: unknown, vouchers: Record<string, unknown> }>>}
 */
export async function recordings() {
  const data = await mkdtemp(join(tmpdir(), "tollgate-gallery-"));
  await Promise.all(["objects", "assets"].map((name) => mkdir(join(data, name))));
  const port = await anyPort();
  const operatorKey = randomBytes(24).toString("hex");
  const edge = await startEdge({
    port,
    data,
    baseUrl: `http://127.0.0.1:${port}`,
    operatorKey,
    masterSecret: randomBytes(32).toString("base64"),
  });
  try {
    const found = {};
    for (const file of (await readdir(join(here, "catalogues"))).sort()) {
      const document = parse(await readFile(join(here, "catalogues", file), "utf8"));
      found[file.replace(".yaml", "")] = await recorded(edge.url, operatorKey, document);
    }
    return found;
  } finally {
    await edge.stop();
    await rm(data, { recursive: true, force: true });
  }
}

if (import.meta.filename === process.argv[1]) {
  for (const [name, recording] of Object.entries(await recordings())) {
    const path = join(here, "recordings", `${name}.json`);
    await writeFile(path, `${JSON.stringify(recording, null, 2)}\n`);
    await promisify(execFile)("biome", ["format", "--write", path]);
  }
}
