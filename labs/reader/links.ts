import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Page } from './page.ts';
import type { Problems } from './problem.ts';

/** A link to a page or a place that is not there is a problem of the page that holds it. */
export function refuseBrokenLinks(pages: readonly Page[], folder: string, found: readonly Problems[]): void {
  const places = new Map(
    pages.map((page) => [basename(page.file), new Set(page.anchors.map((anchor) => anchor.id))]),
  );
  for (const page of pages) {
    const problems = found.find((each) => each.file === page.file);
    for (const { href, line } of page.links) {
      const [path = '', anchor] = href.split('#');
      const ids = places.get(path === '' ? basename(page.file) : path);
      const missing =
        ids === undefined ? !existsSync(join(folder, path)) : anchor !== undefined && !ids.has(anchor);
      if (missing)
        problems?.add(line, `nothing stands at ${href}`, 'a page and a place that exist', 'Mend the link');
    }
  }
}
