import { element } from '../../site/browser/dom.ts';
import { type Session, session } from './ask.ts';
import { checkPanel } from './check.ts';
import { shareSettings } from './settings.ts';
import { teardownPanel } from './teardown.ts';

const names = {
  practice: { mark: '◇', word: 'Practice account' },
  live: { mark: '◆', word: 'Live AWS account' },
  endpoint: { mark: '□', word: 'Not AWS' },
};

/** Which account every button on this page means: always in sight, in words and by shape. */
function showTarget(bar: Element, { target, error }: Session): void {
  const { mark, word } = names[target?.kind ?? 'endpoint'];
  bar.textContent =
    target === undefined ? `? ${error}` : `${mark} ${word} ${target.account} · ${target.region}`;
  bar.classList.add(target?.kind ?? 'unknown');
}

/** Where the console way can be practised: from every page, and from a step's with its text beside it. */
function mountConsoleLinks(step: string | undefined): void {
  document.querySelector('nav.rooms')?.append(element('a', { href: '/console' }, 'Practice console'));
  const link = element('a', { class: 'button', href: `/console?step=${step}` }, 'Open the practice console');
  if (step !== undefined)
    document.getElementById('by-console')?.after(element('p', { class: 'to-console' }, link));
}

async function open(step: string | undefined): Promise<void> {
  const bar = document.querySelector('.target');
  if (bar === null) return;
  try {
    const opened = await session();
    showTarget(bar, opened);
    shareSettings(opened);
    if (opened.console) mountConsoleLinks(step);
  } catch {
    bar.textContent = '? The companion does not answer. Is npm start still running?';
  }
}

const step = /\/steps\/(step-\d)/.exec(location.pathname)?.[1];
void open(step);
if (step !== undefined) {
  document.getElementById('check-yourself')?.after(checkPanel(step));
  if (step === 'step-9') document.getElementById('by-terminal')?.before(teardownPanel());
}
