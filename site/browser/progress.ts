import { announce, element } from './dom.ts';
import { loadItem, saveItem } from './storage.ts';

function doneSteps(): Set<string> {
  const value = loadItem('done');
  return new Set(Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);
}

/** Shows the steps that the learner has ticked off, in the navigation and on the first page, and adds the tick box. */
export function mountProgress(): void {
  for (const container of document.querySelectorAll<HTMLElement>('[data-done]')) mountBox(container);
  showProgress();
}

function mountBox(container: HTMLElement): void {
  const step = container.dataset.done ?? '';
  const box = element('input', { type: 'checkbox', checked: doneSteps().has(step) });
  box.addEventListener('change', () => {
    const steps = doneSteps();
    if (box.checked) steps.add(step);
    else steps.delete(step);
    saveItem('done', [...steps].sort());
    showProgress();
    announce(box.checked ? 'This step is ticked off.' : 'This step is open again.');
  });
  container.replaceChildren(element('label', {}, box, ' I have done this step, and its check has passed'));
  container.hidden = false;
}

function showProgress(): void {
  const steps = doneSteps();
  for (const entry of document.querySelectorAll<HTMLElement>('[data-step]')) {
    const isDone = steps.has(entry.dataset.step ?? '');
    entry.classList.toggle('ticked', isDone);
    entry.querySelector('.unseen')?.remove();
    if (isDone) entry.querySelector('.number')?.after(element('span', { class: 'unseen' }, ' (done) '));
  }
  linkNextStep(steps);
}

/** Points the button of the first page to the first step that is not done. */
function linkNextStep(steps: ReadonlySet<string>): void {
  const startButton = document.querySelector<HTMLAnchorElement>('#go');
  if (startButton === null || steps.size === 0) return;
  const entries = [...document.querySelectorAll<HTMLElement>('.cards [data-step]')];
  const firstOpen = entries.find((entry) => !steps.has(entry.dataset.step ?? ''));
  const link = firstOpen?.querySelector('a');
  startButton.textContent = link
    ? `Go on with ${firstOpen?.dataset.step?.replace('-', ' ')}`
    : 'All nine steps are done';
  if (link) startButton.href = link.href;
}
