import { checkLinks } from '../../../labs/reader/links.ts';
import { type Problem, Problems } from '../../../labs/reader/problem.ts';
import { allPages, type Course } from '../course.ts';

/**
 * Every link leads to an existing page and anchor. A reader checks only links to the kinds of page that were read
 * before its own.
 */
export function links(course: Course): Problem[] {
  const all = allPages(course);
  const found = all.map(({ file }) => new Problems(file));
  checkLinks(all, [], found);
  return found.flatMap((problems) => problems.found);
}
