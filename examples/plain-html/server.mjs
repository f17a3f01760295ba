// Serves the page, and is the backend that knows who is signed in. It takes a customer at their word, which a real one
// must not.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { ApiError } from "@tollgate/js";
import { TollgateServer } from "@tollgate/js/server";

const {
  TOLLGATE_ENDPOINT,
  TOLLGATE_PUBLISHABLE_KEY,
  TOLLGATE_SECRET_KEY,
  PORT = "3000",
} = process.env;

const edge = new TollgateServer({
  secretKey: TOLLGATE_SECRET_KEY,
  endpoint: TOLLGATE_ENDPOINT,
});

const page = import.meta.dirname;
const tollgate = fileURLToPath(new URL("dist", import.meta.resolve("@tollgate/js/package.json")));
const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
};
const served = ["/index.html", "/page.js", "/page.css"];

/** Nothing inline and nothing from elsewhere: WebAssembly needs one word, and the edge an address. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src data:",
  `connect-src 'self' ${TOLLGATE_ENDPOINT}`,
].join("; ");

/** The file at a path: one of the page's, or one of `@tollgate/js` below `/tollgate/`. */
async function file(path) {
  if (served.includes(path)) return readFile(join(page, path));
  const found = resolve(tollgate, path.replace("/tollgate/", ""));
  if (!path.startsWith("/tollgate/") || !found.startsWith(tollgate + sep)) return null;
  return readFile(found).catch(() => null);
}

async function session(request) {
  let customer = "";
  for await (const chunk of request.setEncoding("utf8")) {
    customer += chunk;
    if (customer.length > 128) return null;
  }
  try {
    return (await edge.sessions.create({ customer, ttl: 3600 })).accessToken;
  } catch (error) {
    if (error instanceof ApiError && error.code === "customer_unknown") return null;
    throw error;
  }
}

const server = createServer(async (request, response) => {
  const answer = (status, type, body) => {
    response.writeHead(status, { "Content-Type": type, "Content-Security-Policy": policy });
    response.end(body);
  };
  try {
    const path = URL.parse(request.url, "http://localhost")?.pathname ?? "";
    if (request.method === "POST" && path === "/session") {
      const accessToken = await session(request);
      return answer(accessToken ? 200 : 403, "text/plain", accessToken ?? "no such customer\n");
    }
    if (path === "/config.json") {
      const config = { endpoint: TOLLGATE_ENDPOINT, publishableKey: TOLLGATE_PUBLISHABLE_KEY };
      return answer(200, "application/json", JSON.stringify(config));
    }
    const found = path === "/" ? "/index.html" : path;
    const body = await file(found);
    answer(body ? 200 : 404, body ? types[extname(found)] : "text/plain", body ?? "not found\n");
  } catch (error) {
    console.error(error);
    answer(502, "text/plain", "the edge did not answer\n");
  }
});

server.listen(Number(PORT), "127.0.0.1", () => console.log(`listening on port ${PORT}`));
