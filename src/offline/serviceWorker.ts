/**
 * Keeps one build of Headtail whole in this browser, so that it starts without a network. A newer
 * build waits beside it until every tab of the old one is closed, or the user asks for it.
 */

const worker = self as unknown as ServiceWorkerGlobalScope;

/** Files of this build, relative to the page, and their hash: set when it is built. */
const BUILD = "__BUILD__";
const FILES = "__FILES__".split(",");

/** Other sites may live under the same origin. */
const OWNED = `headtail ${worker.registration.scope} `;
const CACHE = OWNED + BUILD;

worker.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(forgetOtherBuilds());
});

worker.addEventListener("message", ({ data }) => {
  if (data === "use this build") void worker.skipWaiting();
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(worker.registration.scope)) return;
  event.respondWith(answer(request));
});

async function forgetOtherBuilds(): Promise<void> {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(OWNED) && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
}

async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const ignoreSearch = request.mode === "navigate";
  return (await cache.match(request, { ignoreSearch })) ?? fetch(request);
}
