import type { Page } from '../../labs/reader/page.ts';
import { escaped } from '../../terminal/html.ts';
import { type Course, numberOf, pathOf } from '../course.ts';
import { type Frame, render } from '../markdown/render.ts';
import { article } from '../parts/article.ts';
import type { SitePage } from '../parts/shell.ts';
import { steer } from '../parts/steer.ts';

/** A step: what it takes, what is known after it, the text, and a box to say that it is done. */
export function stepPage(course: Course, step: Page, frame: Frame): SitePage {
  const path = pathOf(course, step);
  const number = numberOf(step.id);
  const { html, headings } = render(step.markdown, frame);
  const neighbour = (one: Page | undefined) =>
    one && { path: pathOf(course, one), label: `Step ${numberOf(one.id)}`, title: one.title };
  return article(course, {
    path,
    title: step.title,
    description: `Step ${number} of the lab. After it you know ${step.know.join('; ')}.`,
    kind: 'step',
    above: `Step ${number} of ${course.steps.length} <span class="dot">·</span> ${escaped(step.name)}`,
    lead: stepLead(step),
    html,
    headings,
    after: `<p class="done" data-done="${step.id}" hidden></p>
${steer(path, neighbour(course.steps[number - 2]), neighbour(course.steps[number]))}`,
  });
}

/** What a step takes and gives, before its text. */
export function stepLead({ minutes, cost, know, needs }: Page): string {
  const list = (lines: readonly string[]) =>
    `<ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`;
  return `<dl class="facts"><div><dt>Time</dt><dd>${minutes} minutes</dd></div><div><dt>Cost</dt><dd>${escaped(cost)}</dd></div></dl>
<div class="before-after"><section><p class="head">You need</p>${list(needs)}</section><section><p class="head">After it you know</p>${list(know)}</section></div>`;
}
