import { posix } from 'node:path';

/** The relative link between two pages, given by their paths from the site's root. It works below any sub-path. */
export function relativeUrl(from: string, to: string): string {
  const [path = '', anchor] = to.split('#');
  const tail = anchor === undefined ? '' : `#${anchor}`;
  if (path === from && tail !== '') return tail;
  return posix.relative(posix.dirname(from), path) + tail;
}

/** The link on the site for a link in a Markdown page, relative to that page: `.md` becomes `.html`. */
export function siteUrl(href: string): string {
  if (/^[a-z]+:/.test(href)) return href;
  return href.replace(/\.md(?=#|$)/, '.html');
}
