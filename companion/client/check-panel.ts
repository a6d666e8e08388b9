import { announce, element } from '../../site/browser/dom.ts';
import type { OrderedFinding } from '../server/finding.ts';
import { post, readEvents } from './api.ts';
import { verdictMarks } from './finding-item.ts';
import { findingList } from './finding-list.ts';

/** Milliseconds between two checks while a step is waiting. */
const pollIntervalMs = 5000;

/** Ticks off a step that passed. The learner can untick it. */
function tickOff(step: string): void {
  const box = document.querySelector<HTMLInputElement>(`[data-done="${step}"] input`);
  if (box !== null && !box.checked) box.click();
}

/** The button that checks a step, with the findings below it. */
export function checkPanel(step: string): HTMLElement {
  const button = element('button', { type: 'button', class: 'primary' }, 'Check this step');
  const followInput = element('input', { type: 'checkbox', checked: true });
  const urlInput = element('input', {
    type: 'url',
    placeholder: 'https://…',
    'aria-label': 'A presigned URL to look at',
  });
  const verdictLine = element('p', { class: 'verdict', role: 'status' });
  const findings = findingList();
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function runCheck(): Promise<string> {
    const checkedUrl =
      step === 'step-7' && urlInput.value.trim() !== '' ? { url: urlInput.value.trim() } : {};
    let verdictName = 'unknown';
    findings.begin();
    for await (const { event, data } of readEvents(await post('/api/check', { step, ...checkedUrl }))) {
      if (event === 'trouble') throw new Error((data as { message: string }).message);
      if (event === 'end') verdictName = (data as { verdict: string }).verdict;
      if (event === 'finding') findings.put(data as OrderedFinding);
    }
    findings.end();
    return verdictName;
  }

  async function check(): Promise<void> {
    clearTimeout(timer);
    button.disabled = true;
    verdictLine.className = 'verdict';
    verdictLine.textContent = 'Looking …';
    try {
      const verdictName = await runCheck();
      const { mark, word } = verdictMarks[verdictName] ?? { mark: '?', word: verdictName };
      verdictLine.className = `verdict ${verdictName}`;
      const time = new Date().toLocaleTimeString();
      verdictLine.textContent = `${mark} ${verdictName === 'pass' ? 'This step is done' : `This step: ${word}`} · ${time}`;
      if (verdictName === 'pass') tickOff(step);
      if (verdictName === 'waiting' && followInput.checked)
        timer = setTimeout(() => void check(), pollIntervalMs);
    } catch (error) {
      findings.clear();
      verdictLine.className = 'verdict unknown';
      verdictLine.textContent = `? ${error instanceof Error ? error.message : String(error)}`;
    } finally {
      button.disabled = false;
    }
  }

  button.addEventListener('click', () => void check());
  followInput.addEventListener('change', () => {
    clearTimeout(timer);
    announce(
      followInput.checked ? 'It looks again by itself while something waits.' : 'It looks only when you ask.',
    );
  });
  return element(
    'section',
    { class: 'companion', 'aria-label': 'Check this step' },
    element(
      'p',
      { class: 'row' },
      button,
      element('label', {}, followInput, ' look again while something waits'),
    ),
    ...(step === 'step-7'
      ? [element('p', { class: 'row' }, element('label', {}, 'A URL that does not work? ', urlInput))]
      : []),
    verdictLine,
    findings.list,
  );
}
