import { escapeHtml } from '../../terminal/html.ts';
import { type Course, numberOf, pathOf } from '../course.ts';
import { courseNav } from '../parts/course-nav.ts';
import { layout, type SitePage, siteName } from '../parts/layout.ts';
import { relativeUrl } from '../urls.ts';

const path = 'index.html';

/** The first page: what the lab is, the nine steps, and the other parts of the site. */
export function frontPage(course: Course): SitePage {
  const minutes = course.steps.reduce((sum, step) => sum + step.minutes, 0);
  const first = course.steps[0];
  const steps = course.steps.map(
    (step) =>
      `<li data-step="${step.id}"><a href="${pathOf(course, step)}"><span class="number">${numberOf(step.id)}</span><span class="what">${escapeHtml(step.title)}<span class="small">${escapeHtml(step.know[0] ?? '')}</span></span><span class="minutes">${step.minutes} min</span></a></li>`,
  );
  const sections: [string, string, string][] = [
    [
      'causes/index.html',
      'Troubleshooting',
      `${course.causes.length} known ways to break, with how to tell and how to mend each`,
    ],
    [
      'drills/index.html',
      'Drills',
      `${course.drills.length} finished labs with a fault in them, to find and to mend`,
    ],
    ['reference/index.html', 'Reference', 'concepts, architecture, prices, security, limits, and the rest'],
    ['reference/glossary.html', 'Glossary', 'every word of the field that the pages use'],
    ['print.html', 'On paper', 'the whole course on one page, to print'],
  ];
  const cards = sections.map(
    ([to, name, text]) => `<li><a href="${relativeUrl(path, to)}">${name}</a><p>${escapeHtml(text)}</p></li>`,
  );
  const body = `${courseNav(course, path)}
<main id="content" tabindex="-1">
<section class="hero"><h1>AWS CodePipeline, <em>learned by doing</em></h1>
<p class="lead">Nine steps that build a real pipeline: from a <code>git push</code>, past a person who says yes, to a private page in S3. A checker looks at your account after each step and says what is true. At the end a sweeper takes everything away, and proves it.</p>
<p class="go"><a class="button" id="go" href="${first === undefined ? '' : pathOf(course, first)}">Begin with step 1</a> <span class="small">${Math.round(minutes / 5) * 5} minutes in all, in your own AWS account or in the practice account on your machine</span></p>
<ol class="line" aria-label="The pipeline that you build"><li><b>Source</b>a push to your repository</li><li><b>Approve</b>you read it, and say yes</li><li><b>Deploy</b>the page arrives in S3</li></ol></section>
<section aria-labelledby="steps"><h2 id="steps">The nine steps</h2><ol class="cards">${steps.join('\n')}</ol></section>
<section aria-labelledby="beside"><h2 id="beside">Beside them</h2><ul class="rooms-list">${cards.join('\n')}</ul></section>
</main>`;
  return layout({
    path,
    title: siteName,
    description:
      'Nine steps that build a real AWS CodePipeline, with a checker that says what is true after each.',
    kind: 'front',
    body,
  });
}
