import { root } from './dom.ts';

/** Keeps the whole site for the next time, with or without a network. A page opened from a file is there anyway. */
export function registerServiceWorker(): void {
  // The companion is this machine's own: its pages are to be today's, and are of no use without it.
  if (document.documentElement.hasAttribute('data-companion')) return;
  if (!/^https?:$/.test(location.protocol) || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register(`${root}sw.js`, { scope: root }).catch((error: unknown) => {
    // The page reads as well without it; whoever hosts the site finds the reason in the browser's console.
    reportError(error);
  });
}
