import { element } from '../../site/browser/dom.ts';
import type { Session } from '../server/api-types.ts';
import { NoAccess, onAccessChange } from './access.ts';
import { session } from './api.ts';
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
  bar.className = `target ${target?.kind ?? 'unknown'}`;
}

/** Links the practice console from every page, and from a step's page with the step's text beside it. */
function mountConsoleLinks(step: string | undefined): void {
  document.querySelector('nav.rooms')?.append(element('a', { href: '/console' }, 'Practice console'));
  const link = element('a', { class: 'button', href: `/console?step=${step}` }, 'Open the practice console');
  if (step !== undefined)
    document.getElementById('by-console')?.after(element('p', { class: 'to-console' }, link));
}

function showError(bar: Element, error: unknown): void {
  const message =
    error instanceof NoAccess ? error.message : 'The companion does not answer. Is npm start still running?';
  bar.textContent = `? ${message}`;
  bar.className = 'target unknown';
}

/** Shows the account, or why it is not known, also when this tab loses or gets its access later. */
function mountTarget(bar: Element, step: string | undefined): void {
  let isMounted = false;
  async function load(): Promise<void> {
    try {
      const currentSession = await session();
      showTarget(bar, currentSession);
      if (isMounted) return;
      isMounted = true;
      shareSettings(currentSession);
      if (currentSession.console) mountConsoleLinks(step);
    } catch (error) {
      showError(bar, error);
    }
  }
  void load();
  onAccessChange((error) => (error === undefined ? void load() : showError(bar, error)));
}

const step = /\/steps\/(step-\d)/.exec(location.pathname)?.[1];
const bar = document.querySelector('.target');
if (bar !== null) mountTarget(bar, step);
if (step !== undefined) {
  document.getElementById('check-yourself')?.after(checkPanel(step));
  if (step === 'step-9') document.getElementById('by-terminal')?.before(teardownPanel());
}
