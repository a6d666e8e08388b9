import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a page of another origin made the request. Browsers state it in `Sec-Fetch-Site`; older ones send `Origin`. A
 * request without both headers is not from a page.
 */
export function isCrossSite(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  // Another port of this host is `same-site`, but another program serves it.
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return headers.origin !== undefined && headers.origin !== `http://${headers.host}`;
}

/** Whether a request opens a page in the browser, as a link does. */
export const isNavigation = (method: string | undefined, headers: IncomingHttpHeaders): boolean =>
  (method === 'GET' || method === 'HEAD') && headers['sec-fetch-mode'] === 'navigate';
