declare const self: ServiceWorkerGlobalScope & { labFiles: readonly string[]; labVersion: string };

// site/build.ts writes `labFiles` and `labVersion` before this script: the site's files, and a version that changes
// with any of them.
const scope = self.registration.scope;
// Another copy of the site can be on the same host, under another path.
const cachePrefix = `codepipeline-lab ${scope} `;
const cacheName = cachePrefix + self.labVersion;

self.addEventListener('install', (event) => {
  event.waitUntil(precache().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(deleteOldCaches().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method === 'GET' && request.url.startsWith(scope)) event.respondWith(networkFirst(request));
});

async function precache(): Promise<void> {
  const cache = await caches.open(cacheName);
  await Promise.all(
    self.labFiles.map(async (file) => {
      const url = new URL(file, scope);
      const response = await fetch(url, { cache: 'no-cache' });
      // A host can serve 404.html with the status 404.
      if (!response.ok && file !== '404.html') throw new Error(`${url}: ${response.status}`);
      // A browser rejects a redirected response for a navigation: store a new response with the same body.
      await cache.put(url, new Response(await response.blob(), { headers: response.headers }));
    }),
  );
}

async function deleteOldCaches(): Promise<void> {
  for (const existing of await caches.keys())
    if (existing.startsWith(cachePrefix) && existing !== cacheName) await caches.delete(existing);
}

/** The network's response; without a network, the stored one. */
async function networkFirst(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const cache = await caches.open(cacheName);
    const url = new URL(request.url);
    const page = url.pathname.endsWith('/') ? new URL('index.html', url) : url;
    const cached = await cache.match(page, { ignoreSearch: true });
    if (cached !== undefined) return cached;
    const notFound = request.mode === 'navigate' ? await cache.match(new URL('404.html', scope)) : undefined;
    if (notFound !== undefined) return notFound;
    throw error;
  }
}

export {};
