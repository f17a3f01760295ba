// Keeps the page itself for when there is no network, so that a reload shows that the gates need none.
// The network comes first; what it last answered stands in for it.

const name = "driftline";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (!pathname.startsWith("/demo/")) return;
  event.respondWith(
    fetch(request).then(
      async (answer) => {
        if (answer.ok) (await caches.open(name)).put(request, answer.clone());
        return answer;
      },
      async () => (await caches.match(request)) ?? Response.error(),
    ),
  );
});
