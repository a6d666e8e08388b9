import { element } from '../../site/browser/dom.ts';
import type { TeardownPlan } from '../server/api-types.ts';
import { post, readEvents, session } from './api.ts';

/** Shows the plan, then requires the typed account number, then prints each line of the teardown up to its proof. */
export function teardownPanel(): HTMLElement {
  const planButton = element('button', { type: 'button', class: 'primary' }, 'Show what would go');
  const planText = element('pre', { class: 'plan', tabindex: '0', hidden: true, 'aria-label': 'The plan' });
  const accountInput = element('input', {
    inputmode: 'numeric',
    autocomplete: 'off',
    id: 'teardown-account',
    size: '14',
  });
  const deleteButton = element('button', { type: 'submit', class: 'danger' }, 'Delete this');
  const accountLabel = element('label', { for: 'teardown-account' });
  const form = element('form', { class: 'row', hidden: true }, accountLabel, accountInput, deleteButton);
  const statusLine = element('p', { class: 'verdict', role: 'status' });
  let digest = '';

  async function showPlan(): Promise<void> {
    planButton.disabled = true;
    form.hidden = true;
    statusLine.textContent = 'Looking …';
    try {
      const plan = (await (await post('/api/teardown/plan', {})).json()) as Partial<TeardownPlan> & {
        error?: string;
      };
      if (plan.error !== undefined) throw new Error(plan.error);
      const { target } = await session();
      planText.hidden = false;
      planText.textContent = (plan.text ?? '').trim();
      digest = plan.digest ?? '';
      form.hidden = digest === '';
      accountLabel.textContent = `To delete this, type the account's number (${target?.account ?? ''}): `;
      statusLine.textContent = digest === '' ? 'Nothing would be deleted.' : '';
    } catch (error) {
      statusLine.textContent = `? ${error instanceof Error ? error.message : String(error)}`;
    } finally {
      planButton.disabled = false;
    }
  }

  async function carryOut(): Promise<void> {
    deleteButton.disabled = true;
    try {
      const response = await post('/api/teardown/carry-out', { digest, account: accountInput.value.trim() });
      planText.textContent = '';
      for await (const { event, data } of readEvents(response)) {
        if (event === 'line') planText.append(String(data));
        if (event === 'trouble') throw new Error((data as { message: string }).message);
        if (event === 'end') {
          const { exit } = data as { exit: number };
          statusLine.textContent =
            exit === 0
              ? '✓ Proven: nothing of the lab is left, in any region that it was used in.'
              : '✗ Not everything is gone: read why above.';
          form.hidden = true;
        }
        planText.scrollTop = planText.scrollHeight;
      }
    } catch (error) {
      statusLine.textContent = `? ${error instanceof Error ? error.message : String(error)}`;
    } finally {
      deleteButton.disabled = false;
      accountInput.value = '';
    }
  }

  planButton.addEventListener('click', () => void showPlan());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void carryOut();
  });
  return element(
    'section',
    { class: 'companion', 'aria-label': 'Teardown' },
    element('p', { class: 'row' }, planButton),
    planText,
    form,
    statusLine,
  );
}
