import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import type { CoursePage } from './page.ts';
import type { Problems } from './problem.ts';

/**
 * A link to a page or a place that is not there is a problem of the page that holds it. The places are known
 * for `pages` and for the `others` that they may link to; of any other file it is only seen that it exists.
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
