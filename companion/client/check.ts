import { element, say } from '../../site/browser/dom.ts';
import type { Placed } from '../server/finding.ts';
import { ask, told } from './ask.ts';
import { marks } from './findings.ts';
import { findingList } from './list.ts';

/** Milliseconds from one look to the next while something waits. */
const rhythm = 5000;

/** A step that passed is ticked off; a person may untick it. */
function tickOff(step: string): void {
  const box = document.querySelector<HTMLInputElement>(`[data-done="${step}"] input`);
  if (box !== null && !box.checked) box.click();
}

/** The button, and below it what the checker found. */
export function checkPanel(step: string): HTMLElement {
  const button = element('button', { type: 'button', class: 'primary' }, 'Check this step');
  const follow = element('input', { type: 'checkbox', checked: true });
  const url = element('input', {
    type: 'url',
    placeholder: 'https://…',
    'aria-label': 'A presigned URL to look at',
  });
  const verdict = element('p', { class: 'verdict', role: 'status' });
  const findings = findingList();
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function look(): Promise<string> {
    const given = step === 'step-7' && url.value.trim() !== '' ? { url: url.value.trim() } : {};
    let ended = 'unknown';
    findings.begin();
    for await (const { event, data } of told(await ask('/api/check', { step, ...given }))) {
      if (event === 'trouble') throw new Error((data as { message: string }).message);
      if (event === 'end') ended = (data as { verdict: string }).verdict;
      if (event === 'finding') findings.put(data as Placed);
    }
    findings.end();
    return ended;
  }

  async function check(): Promise<void> {
    clearTimeout(timer);
    button.disabled = true;
    verdict.className = 'verdict';
    verdict.textContent = 'Looking …';
    try {
      const ended = await look();
      const { mark, word } = marks[ended] ?? { mark: '?', word: ended };
      verdict.className = `verdict ${ended}`;
      const time = new Date().toLocaleTimeString();
      verdict.textContent = `${mark} ${ended === 'pass' ? 'This step is done' : `This step: ${word}`} · ${time}`;
      if (ended === 'pass') tickOff(step);
      if (ended === 'waiting' && follow.checked) timer = setTimeout(() => void check(), rhythm);
    } catch (error) {
      findings.clear();
      verdict.className = 'verdict unknown';
      verdict.textContent = `? ${error instanceof Error ? error.message : String(error)}`;
    } finally {
      button.disabled = false;
    }
  }

  button.addEventListener('click', () => void check());
  follow.addEventListener('change', () => {
    clearTimeout(timer);
    say(follow.checked ? 'It looks again by itself while something waits.' : 'It looks only when you ask.');
  });
  return element(
    'section',
    { class: 'companion', 'aria-label': 'Check this step' },
    element('p', { class: 'row' }, button, element('label', {}, follow, ' look again while something waits')),
    ...(step === 'step-7'
      ? [element('p', { class: 'row' }, element('label', {}, 'A URL that does not work? ', url))]
      : []),
    verdict,
    findings.list,
  );
}
