import { posix } from 'node:path';

/** The link from one page of the site to another, both from the site's root: it holds under any sub-path. */
export function relativeUrl(from: string, to: string): string {
  const [path = '', anchor] = to.split('#');
  const tail = anchor === undefined ? '' : `#${anchor}`;
  if (path === from && tail !== '') return tail;
  return posix.relative(posix.dirname(from), path) + tail;
}

/** Where a link of a Markdown page leads on the site, from that page: pages are HTML there. */
export function siteUrl(href: string): string {
  if (/^[a-z]+:/.test(href)) return href;
  return href.replace(/\.md(?=#|$)/, '.html');
}
