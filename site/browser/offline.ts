import { root } from './dom.ts';

/** Registers the service worker that keeps the site for use without a network. Pages opened from a file need none. */
export function registerServiceWorker(): void {
  // The companion serves its pages from this machine: they must be current, and do not work without it.
  if (document.documentElement.hasAttribute('data-companion')) return;
  if (!/^https?:$/.test(location.protocol) || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register(`${root}sw.js`, { scope: root }).catch((error: unknown) => {
    // The page works without the worker. The browser's console shows the reason to the site's maintainer.
    reportError(error);
  });
}
