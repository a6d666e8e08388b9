import { element } from '../dom.ts';
import { session } from './ask.ts';
import { checkPanel } from './check.ts';
import { teardownPanel } from './teardown.ts';

const names = {
  practice: { mark: '◇', word: 'Practice account' },
  live: { mark: '◆', word: 'Live AWS account' },
  endpoint: { mark: '□', word: 'Not AWS' },
};

/** Which account every button on this page means: always in sight, in words and by shape. */
async function mountTarget(): Promise<void> {
  const bar = element('p', { class: 'target', role: 'status' });
  document.querySelector('header.top')?.after(bar);
  try {
    const { target, error } = await session();
    const { mark, word } = names[target?.kind ?? 'endpoint'];
    bar.textContent =
      target === undefined ? `? ${error}` : `${mark} ${word} ${target.account} · ${target.region}`;
    bar.classList.add(target?.kind ?? 'unknown');
  } catch {
    bar.textContent = '? The companion does not answer. Is npm start still running?';
  }
}

/** Where the console way can be practised, its text beside it. */
async function mountConsoleLink(step: string): Promise<void> {
  const { console: isPractice } = await session();
  const link = element('a', { class: 'button', href: `/console?step=${step}` }, 'Open the practice console');
  if (isPractice) document.getElementById('by-console')?.after(element('p', { class: 'to-console' }, link));
}

const step = /\/steps\/(step-\d)/.exec(location.pathname)?.[1];
void mountTarget();
if (step !== undefined) {
  document.getElementById('check-yourself')?.after(checkPanel(step));
  void mountConsoleLink(step);
  if (step === 'step-9') document.getElementById('by-terminal')?.before(teardownPanel());
}
