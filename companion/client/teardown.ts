import { element } from '../../site/browser/dom.ts';
import { ask, session, told } from './ask.ts';

interface Plan {
  text?: string;
  digest?: string;
  error?: string;
}

/** The plan first; then the account's number, typed by a person; then what happens, line by line, to the proof. */
export function teardownPanel(): HTMLElement {
  const show = element('button', { type: 'button', class: 'primary' }, 'Show what would go');
  const text = element('pre', { class: 'plan', tabindex: '0', hidden: true, 'aria-label': 'The plan' });
  const number = element('input', {
    inputmode: 'numeric',
    autocomplete: 'off',
    id: 'teardown-account',
    size: '14',
  });
  const go = element('button', { type: 'submit', class: 'danger' }, 'Delete this');
  const hint = element('label', { for: 'teardown-account' });
  const form = element('form', { class: 'row', hidden: true }, hint, number, go);
  const state = element('p', { class: 'verdict', role: 'status' });
  let digest = '';

  async function plan(): Promise<void> {
    show.disabled = true;
    form.hidden = true;
    state.textContent = 'Looking …';
    try {
      const found = (await (await ask('/api/teardown/plan', {})).json()) as Plan;
      if (found.error !== undefined) throw new Error(found.error);
      const { target } = await session();
      text.hidden = false;
      text.textContent = (found.text ?? '').trim();
      digest = found.digest ?? '';
      form.hidden = digest === '';
      hint.textContent = `To delete this, type the account's number (${target?.account ?? ''}): `;
      state.textContent = digest === '' ? 'Nothing would be deleted.' : '';
    } catch (error) {
      state.textContent = `? ${error instanceof Error ? error.message : String(error)}`;
    } finally {
      show.disabled = false;
    }
  }

  async function carryOut(): Promise<void> {
    go.disabled = true;
    try {
      const answer = await ask('/api/teardown/carry-out', { digest, account: number.value.trim() });
      text.textContent = '';
      for await (const { event, data } of told(answer)) {
        if (event === 'line') text.append(String(data));
        if (event === 'trouble') throw new Error((data as { message: string }).message);
        if (event === 'end') {
          const { exit } = data as { exit: number };
          state.textContent =
            exit === 0
              ? '✓ Proven: nothing of the lab is left, in any region that it was used in.'
              : '✗ Not everything is gone: read why above.';
          form.hidden = true;
        }
        text.scrollTop = text.scrollHeight;
      }
    } catch (error) {
      state.textContent = `? ${error instanceof Error ? error.message : String(error)}`;
    } finally {
      go.disabled = false;
      number.value = '';
    }
  }

  show.addEventListener('click', () => void plan());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void carryOut();
  });
  return element(
    'section',
    { class: 'companion', 'aria-label': 'Teardown' },
    element('p', { class: 'row' }, show),
    text,
    form,
    state,
  );
}
