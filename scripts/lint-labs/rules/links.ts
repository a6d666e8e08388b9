import { checkLinks } from '../../../labs/reader/links.ts';
import { type Problem, Problems } from '../../../labs/reader/problem.ts';
import { allPages, type Course } from '../course.ts';

/** A link to a place on a page of another kind leads somewhere: a reader knows only the kinds read before its own. */
export function links(course: Course): Problem[] {
  const all = allPages(course);
  const found = all.map(({ file }) => new Problems(file));
  checkLinks(all, [], found);
  return found.flatMap((problems) => problems.found);
}
