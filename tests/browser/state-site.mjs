// A page that does nothing but load the client, beside the real edge: another origin, a strict policy, kept for when
// there is no network.

import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { served } from "./served.mjs";

const dist = new URL("../../packages/js/dist/", import.meta.url).pathname;

const html = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>State</title><link rel="icon" href="data:,"></head>
  <body><script type="module" src="/page.js"></script></body>
</html>`;

/** Loads a client by the options in the address, and says how that went in \`loaded\`. */
const page = `
import { Tollgate } from "/js/browser.js";
await navigator.serviceWorker?.register("/worker.js");
const { session, ...options } = JSON.parse(new URL(location.href).searchParams.get("options"));
globalThis.session = session;
globalThis.loaded = Tollgate.load({ accessToken: () => globalThis.session, ...options }).then(
  (client) => {
    globalThis.client = client;
    return "loaded";
  },
  (error) => error.code,
);
`;

const worker = `
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (new URL(request.url).origin !== location.origin) return;
  event.respondWith(
    caches.open("site").then(async (kept) => {
      try {
        const answer = await fetch(request);
        await kept.put(request, answer.clone());
        return answer;
      } catch {
        return (await kept.match(request)) ?? Response.error();
      }
    }),
  );
});
`;

const made = { "/": [html, "text/html"], "/page.js": [page], "/worker.js": [worker] };
const types = { ".js": "text/javascript", ".wasm": "application/wasm", ".map": "application/json" };

/**
 * @param {string} edge its address, the only other one that the page may connect to
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export function startedSite(edge) {
  const policy = [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    "img-src data:",
    `connect-src 'self' ${edge}`,
  ].join("; ");
  return served(async (request, response) => {
    const { pathname } = new URL(request.url, "http://site.test");
    try {
      const [text, type] = made[pathname] ?? [];
      const body = text ?? (await readFile(join(dist, normalize(pathname.replace(/^\/js/, "")))));
      response.writeHead(200, {
        "content-type": type ?? types[extname(pathname)] ?? "text/javascript",
        "content-security-policy": policy,
        "cache-control": "max-age=60",
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
}
