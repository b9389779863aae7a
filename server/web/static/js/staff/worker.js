// Keeps the page and its files, so that a reload while the hub cannot be reached still shows the desk.
// It keeps no answer of the hub's interface.
const KEPT = "balai-staff";
const PAGE = "/staff";
const ANSWER_MS = 4000;

self.addEventListener("install", (event) => event.waitUntil(fetch(PAGE).then(keepAll).then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname === PAGE) event.respondWith(page(event));
  if (pathname.startsWith("/assets/")) event.respondWith(file(event.request));
});

async function page(event) {
  try {
    const fresh = await fetch(PAGE, { signal: AbortSignal.timeout(ANSWER_MS), redirect: "manual" });
    if (fresh.ok) event.waitUntil(keepAll(fresh.clone()));
    if (fresh.status < 500) return fresh;
  } catch {
    // The kept page follows.
  }
  return (await caches.match(PAGE)) ?? Response.error();
}

async function file(request) {
  return (await caches.match(request, { cacheName: KEPT })) ?? fetch(request);
}

/** Keep the page and every file it names, then let go of those of versions before. */
async function keepAll(response) {
  if (!response.ok) return;
  const text = await response.clone().text();
  const files = [...new Set([...text.matchAll(/"(\/assets\/[^"]+)"/g)].map((match) => match[1]))];
  const cache = await caches.open(KEPT);
  const have = (await cache.keys()).map((request) => new URL(request.url).pathname);
  await cache.addAll(files.filter((path) => !have.includes(path)));
  await cache.put(PAGE, response);
  const gone = have.filter((path) => path !== PAGE && !files.includes(path));
  await Promise.all(gone.map((path) => cache.delete(path)));
}
