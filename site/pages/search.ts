import { defined } from '../../base/defined.ts';
import type { Course } from '../course.ts';
import { article } from '../parts/article.ts';
import { courseNav } from '../parts/course-nav.ts';
import { layout, type SitePage } from '../parts/layout.ts';

/** The search page, which a script fills. Without scripts it links other pages to look in. */
export function searchPage(course: Course): SitePage {
  return article(course, {
    path: 'search.html',
    title: 'Search',
    description: 'Search all pages of the course.',
    kind: 'search',
    above: 'All pages',
    html: `<div data-search></div><p class="scriptless">The search needs scripts, which are turned off here. <a href="causes/index.html">Troubleshooting</a> lists every known error by its step, the <a href="reference/glossary.html">glossary</a> every word, and <a href="print.html">the whole course</a> is on one page, in which your browser can search.</p>`,
    headings: [],
  });
}

/**
 * The page that a host shows for a URL that does not exist. `base` is the site's path on that host, such as `/lab/`.
 * Without it, the page's styles and links work only for URLs directly below the site's root.
 */
export function notFoundPage(course: Course, base: string | undefined): SitePage {
  const body = `${courseNav(course, '404.html')}
<main id="content" tabindex="-1"><h1>There is no such page</h1>
<p class="lead">The address may have a typing error, or the page was renamed.</p>
<p><a class="button" href="index.html">To the first page</a></p>
<p>Or <a href="search.html">search</a> all pages, or look under <a href="causes/index.html">troubleshooting</a>.</p></main>`;
  return layout({
    path: '404.html',
    title: 'There is no such page',
    description: 'There is no such page.',
    kind: 'front missing',
    body,
    ...defined({ base }),
  });
}
