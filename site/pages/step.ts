import type { StepPage } from '../../labs/reader/page.ts';
import { escapeHtml } from '../../terminal/html.ts';
import { type Course, numberOf, pathOf } from '../course.ts';
import { type RenderContext, render } from '../markdown/render.ts';
import { article } from '../parts/article.ts';
import type { SitePage } from '../parts/layout.ts';
import { pager } from '../parts/pager.ts';

/** The page of a step: its requirements and goals, its text, and a box to tick when the step is done. */
export function stepPage(course: Course, step: StepPage, context: RenderContext): SitePage {
  const path = pathOf(course, step);
  const number = numberOf(step.id);
  const { html, headings } = render(step.markdown, context);
  const linkTo = (one: StepPage | undefined) =>
    one && { path: pathOf(course, one), label: `Step ${numberOf(one.id)}`, title: one.title };
  return article(course, {
    path,
    title: step.title,
    description: `Step ${number} of the lab. After it you know ${step.know.join('; ')}.`,
    kind: 'step',
    above: `Step ${number} of ${course.steps.length} <span class="dot">·</span> ${escapeHtml(step.name)}`,
    lead: stepLead(step),
    html,
    headings,
    after: `<p class="done" data-done="${step.id}" hidden></p>
${pager(path, linkTo(course.steps[number - 2]), linkTo(course.steps[number]))}`,
  });
}

/** The time, the cost, the requirements and the goals of a step, which come before its text. */
export function stepLead({ minutes, cost, know, needs }: StepPage): string {
  const list = (lines: readonly string[]) =>
    `<ul>${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`;
  return `<dl class="facts"><div><dt>Time</dt><dd>${minutes} minutes</dd></div><div><dt>Cost</dt><dd>${escapeHtml(cost)}</dd></div></dl>
<div class="before-after"><section><p class="head">You need</p>${list(needs)}</section><section><p class="head">After it you know</p>${list(know)}</section></div>`;
}
