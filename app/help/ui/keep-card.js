// Shows the kept card when there is no connection. It is registered only when a reader asks to keep the card.

/** @typedef {Event & { request: Request, respondWith(response: Promise<Response>): void }} FetchEvent */

/** @type {(request: Request) => Promise<Response>} */
const kept = async (request) => {
  const cache = await caches.open("card");
  const [any] = await cache.keys();
  const exact = await cache.match(request, { ignoreSearch: true });
  return exact ?? (any && (await cache.match(any))) ?? Response.error();
};

self.addEventListener("fetch", (event) => {
  const asked = /** @type {FetchEvent} */ (event);
  if (asked.request.mode === "navigate") asked.respondWith(fetch(asked.request).catch(() => kept(asked.request)));
});
