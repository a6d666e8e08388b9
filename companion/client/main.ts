import { element } from '../../site/browser/dom.ts';
import { type Session, session } from './api.ts';
import { checkPanel } from './check-panel.ts';
import { shareSettings } from './share-settings.ts';
import { teardownPanel } from './teardown-panel.ts';

const targetLabels = {
  practice: { mark: '◇', word: 'Practice account' },
  live: { mark: '◆', word: 'Live AWS account' },
  endpoint: { mark: '□', word: 'Not AWS' },
};

/** Shows the account that every button on this page acts on, in words and by shape. The bar is always visible. */
function showTarget(bar: Element, { target, error }: Session): void {
  const { mark, word } = targetLabels[target?.kind ?? 'endpoint'];
  bar.textContent =
    target === undefined ? `? ${error}` : `${mark} ${word} ${target.account} · ${target.region}`;
  bar.classList.add(target?.kind ?? 'unknown');
}

/** Links the practice console from every page, and from a step's page with the step's text beside it. */
function mountConsoleLinks(step: string | undefined): void {
  document.querySelector('nav.rooms')?.append(element('a', { href: '/console' }, 'Practice console'));
  const link = element('a', { class: 'button', href: `/console?step=${step}` }, 'Open the practice console');
  if (step !== undefined)
    document.getElementById('by-console')?.after(element('p', { class: 'to-console' }, link));
}

async function mountTarget(step: string | undefined): Promise<void> {
  const bar = document.querySelector('.target');
  if (bar === null) return;
  try {
    const currentSession = await session();
    showTarget(bar, currentSession);
    shareSettings(currentSession);
    if (currentSession.console) mountConsoleLinks(step);
  } catch {
    bar.textContent = '? The companion does not answer. Is npm start still running?';
  }
}

const step = /\/steps\/(step-\d)/.exec(location.pathname)?.[1];
void mountTarget(step);
if (step !== undefined) {
  document.getElementById('check-yourself')?.after(checkPanel(step));
  if (step === 'step-9') document.getElementById('by-terminal')?.before(teardownPanel());
}
