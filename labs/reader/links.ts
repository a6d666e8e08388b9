import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import type { CoursePage } from './page.ts';
import type { Problems } from './problem.ts';

/**
 * Adds a problem for each link whose page or anchor does not exist. Anchors are checked in `pages` and in the
 * `others` that they may link to; of any other file, only its existence is checked.
 */
export function checkLinks(
  pages: readonly CoursePage[],
  others: readonly CoursePage[],
  problemLists: readonly Problems[],
): void {
  const anchorsByFile = new Map(
    [...pages, ...others].map((page) => [
      normalize(page.file),
      new Set(page.anchors.map((anchor) => anchor.id)),
    ]),
  );
  for (const page of pages) {
    const problems = problemLists.find((each) => each.file === page.file);
    for (const { href, line } of page.links) {
      const [path = '', anchor] = href.split('#');
      const file = normalize(path === '' ? page.file : join(dirname(page.file), path));
      const ids = anchorsByFile.get(file);
      const missing = ids === undefined ? !existsSync(file) : anchor !== undefined && !ids.has(anchor);
      if (missing)
        problems?.add(line, `nothing stands at ${href}`, 'a page and a place that exist', 'Mend the link');
    }
  }
}
