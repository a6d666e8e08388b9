import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** What a page's address said, by the names in its pattern. */
export type RouteParams = Readonly<Record<string, string>>;

/** One page of the console: where it is, and what draws it. */
export interface Route {
  /** `/s3/buckets/:bucket`; a last `*` takes the rest of the path. Values are given to the page decoded. */
  path: string;
  page: ComponentType<RouteParams>;
}

const base = '/console';

/** The address of a place in the console: `to('s3', 'buckets', name)`. Each part is encoded. */
export const urlTo = (...parts: string[]): string => [base, ...parts.map(encodeURIComponent)].join('/');

function match(pattern: string, path: string): Record<string, string> | undefined {
  const [patternParts, pathParts] = [pattern.split('/').filter(Boolean), path.split('/').filter(Boolean)];
  const params: Record<string, string> = {};
  if (patternParts.at(-1) === '*') {
    patternParts.pop();
    if (pathParts.length <= patternParts.length) return undefined;
    params.rest = decodeURIComponent(pathParts.splice(patternParts.length).join('/'));
  }
  if (patternParts.length !== pathParts.length) return undefined;
  for (const [index, part] of patternParts.entries()) {
    const pathPart = pathParts[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(pathPart);
    else if (part !== pathPart) return undefined;
  }
  return params;
}

/** The page of an address, and what its pattern took from it; undefined where there is none. */
export function matchRoute(
  routes: readonly Route[],
  pathname: string,
): { route: Route; params: Record<string, string> } | undefined {
  const path = pathname.slice(base.length);
  try {
    for (const route of routes) {
      const params = match(route.path, path);
      if (params !== undefined) return { route, params };
    }
  } catch (error) {
    // An address that was never encoded, such as `/console/%`, is one that is not there.
    if (!(error instanceof URIError)) throw error;
  }
  return undefined;
}

/** Goes to a place in the console, as a link there would. */
export function navigate(href: string): void {
  history.pushState(null, '', href);
  dispatchEvent(new PopStateEvent('popstate'));
}

/** Links within the console change the page in place. Anything else a link can do stays the browser's. */
export function interceptLinks(): void {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null || link.target !== '' || link.origin !== location.origin) return;
    if (link.pathname !== base && !link.pathname.startsWith(`${base}/`)) return;
    if (link.hash !== '' && link.pathname === location.pathname) return;
    event.preventDefault();
    navigate(link.href);
  });
}

/** The address that is shown, drawn again when it changes. */
export function useAddress(): string {
  const [address, setAddress] = useState(location.pathname + location.search);
  useEffect(() => {
    const listen = () => setAddress(location.pathname + location.search);
    addEventListener('popstate', listen);
    return () => removeEventListener('popstate', listen);
  }, []);
  return address;
}

/** What stands behind the `?` of the address, drawn again when it changes. */
export const useQuery = (): URLSearchParams => new URL(useAddress(), location.origin).searchParams;
