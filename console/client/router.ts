import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** The values in a page's URL, by the names in the route's pattern. */
export type RouteParams = Readonly<Record<string, string>>;

/** One page of the console: its path and its component. */
export interface Route {
  /** `/s3/buckets/:bucket`; a final `*` matches the rest of the path. The page receives the values decoded. */
  path: string;
  page: ComponentType<RouteParams>;
}

const base = '/console';

/** The URL of a page in the console: `urlTo('s3', 'buckets', name)`. Each part is encoded. */
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

/** The route that matches a path, and the values in the path; undefined when no route matches. */
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
    // A URL that was never encoded, such as `/console/%`, matches no page.
    if (!(error instanceof URIError)) throw error;
  }
  return undefined;
}

/** Goes to a page in the console, as a link does. */
export function navigate(href: string): void {
  history.pushState(null, '', href);
  dispatchEvent(new PopStateEvent('popstate'));
}

/** Makes links within the console change the page in place. The browser handles all other links and clicks. */
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

/** The path and the query of the current URL. The component renders again when they change. */
export function useAddress(): string {
  const [address, setAddress] = useState(location.pathname + location.search);
  useEffect(() => {
    const listen = () => setAddress(location.pathname + location.search);
    addEventListener('popstate', listen);
    return () => removeEventListener('popstate', listen);
  }, []);
  return address;
}

/** The query of the current URL. The component renders again when it changes. */
export const useQuery = (): URLSearchParams => new URL(useAddress(), location.origin).searchParams;
