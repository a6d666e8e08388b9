declare const self: ServiceWorkerGlobalScope & { labFiles: readonly string[]; labVersion: string };

// Written in front of this by the site's builder: the site's files, and a mark that changes with any of them.
const scope = self.registration.scope;
// Another site of this kind may live on the same host, under another path.
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
      // A host may serve 404.html with the status that it stands for.
      if (!response.ok && file !== '404.html') throw new Error(`${url}: ${response.status}`);
      // A redirected answer may not be given to a page that is opened: keep what it holds.
      await cache.put(url, new Response(await response.blob(), { headers: response.headers }));
    }),
  );
}

async function deleteOldCaches(): Promise<void> {
  for (const existing of await caches.keys())
    if (existing.startsWith(cachePrefix) && existing !== cacheName) await caches.delete(existing);
}

/** The network's answer; without a network, what was kept. */
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
