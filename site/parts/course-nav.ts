import { escapeHtml } from '../../terminal/html.ts';
import { type Course, numberOf, pathOf } from '../course.ts';
import { relativeUrl } from '../urls.ts';

/** The navigation through the course, on the left side of every page. On a phone it opens over the page. */
export function courseNav(course: Course, path: string): string {
  const entry = (target: string, text: string, data = '') =>
    `<a href="${relativeUrl(path, target)}"${target === path ? ' aria-current="page"' : ''}${data}>${text}</a>`;
  const steps = course.steps
    .map((step) => {
      const number = `<span class="number">${numberOf(step.id)}</span>`;
      const text = `${number}<span>${escapeHtml(step.title)}</span>`;
      return `<li>${entry(pathOf(course, step), text, ` data-step="${step.id}"`)}</li>`;
    })
    .join('\n');
  const rest: [string, string][] = [
    ['causes/index.html', 'Troubleshooting'],
    ['drills/index.html', 'Drills'],
    ['reference/index.html', 'Reference'],
    ['reference/glossary.html', 'Glossary'],
    ['print.html', 'The whole course on one page'],
  ];
  return `<nav class="way" id="way" aria-label="The course"><a class="close" href="#top">Close</a>
<p class="head">The nine steps</p><ol class="steps">
${steps}
</ol>
<p class="head">Beside them</p><ul>${rest.map(([target, text]) => `<li>${entry(target, text)}</li>`).join('')}</ul></nav>`;
}
