import { element, say } from './dom.ts';
import { keep, kept } from './store.ts';

function done(): Set<string> {
  const value = kept('done');
  return new Set(Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);
}

/** Shows what the learner has ticked off, in the way and on the first page, and lets a step be ticked off. */
export function mountProgress(): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-done]')) mountBox(place);
  show();
}

function mountBox(place: HTMLElement): void {
  const step = place.dataset.done ?? '';
  const box = element('input', { type: 'checkbox', checked: done().has(step) });
  box.addEventListener('change', () => {
    const steps = done();
    if (box.checked) steps.add(step);
    else steps.delete(step);
    keep('done', [...steps].sort());
    show();
    say(box.checked ? 'This step is ticked off.' : 'This step is open again.');
  });
  place.replaceChildren(element('label', {}, box, ' I have done this step, and its check has passed'));
  place.hidden = false;
}

function show(): void {
  const steps = done();
  for (const entry of document.querySelectorAll<HTMLElement>('[data-step]')) {
    const ticked = steps.has(entry.dataset.step ?? '');
    entry.classList.toggle('ticked', ticked);
    entry.querySelector('.unseen')?.remove();
    if (ticked) entry.querySelector('.number')?.after(element('span', { class: 'unseen' }, ' (done) '));
  }
  offerNext(steps);
}

/** The first page's button leads to the first step that is open. */
function offerNext(steps: ReadonlySet<string>): void {
  const go = document.querySelector<HTMLAnchorElement>('#go');
  if (go === null || steps.size === 0) return;
  const entries = [...document.querySelectorAll<HTMLElement>('.cards [data-step]')];
  const open = entries.find((entry) => !steps.has(entry.dataset.step ?? ''));
  const link = open?.querySelector('a');
  go.textContent = link ? `Go on with ${open?.dataset.step?.replace('-', ' ')}` : 'All nine steps are done';
  if (link) go.href = link.href;
}
