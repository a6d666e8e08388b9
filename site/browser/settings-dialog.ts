import {
  type LearnerSettings,
  learnerSettingKeys,
  settingProblem,
} from '../../checker/lab/learner-settings.ts';
import { announce, element, icon } from './dom.ts';
import { isPlainForm, learnerSettings, saveLearnerSettings, setPlainForm } from './learner-settings.ts';
import { isStoragePersistent } from './storage.ts';

interface Field {
  readonly label: string;
  readonly example: string;
  readonly hint?: string;
}

const fields: Record<keyof LearnerSettings, Field> = {
  region: { label: 'Region', example: 'us-east-1' },
  account: {
    label: 'Account',
    example: '123456789012',
    hint: 'Twelve digits. It is no secret, and it stays in this browser.',
  },
  owner: { label: 'GitHub owner', example: 'octocat' },
  repository: { label: 'Repository', example: 'codepipeline-s3-lab' },
  branch: { label: 'Branch', example: 'main' },
  seat: { label: 'Seat', example: 'anna', hint: 'Only in a class, as your instructor gave it.' },
  profile: { label: 'CLI profile', example: 'sandbox', hint: 'Only if you use a named profile.' },
  deployBucket: {
    label: 'Deploy bucket',
    example: 'follows from the others',
    hint: 'Only if its derived name was taken.',
  },
};

const regions =
  'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 eu-central-1 eu-north-1 eu-south-1 eu-west-1 eu-west-2 eu-west-3 ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2 sa-east-1';

let dialog: HTMLDialogElement | undefined;

/** Opens the form for the learner's settings. The first call builds it. */
export function openSettings(): void {
  dialog ??= buildDialog();
  fillIn(dialog);
  dialog.showModal();
}

function buildDialog(): HTMLDialogElement {
  const created = element('dialog', { class: 'settings', 'aria-labelledby': 'settings-title' });
  const form = element('form', { method: 'dialog', novalidate: true });
  const close = element('button', { type: 'button', class: 'tool', 'aria-label': 'Close without a change' });
  close.append(icon('close'));
  close.addEventListener('click', () => created.close());
  const clear = element('button', { type: 'button', class: 'quiet' }, 'Forget all');
  clear.addEventListener('click', () => {
    saveLearnerSettings({});
    fillIn(created);
    announce('All values are forgotten.');
  });
  form.append(
    element('div', { class: 'bar' }, element('h2', { id: 'settings-title' }, 'Your values'), close),
    element(
      'p',
      {},
      'What you fill in appears in every command, name and console link on every page, marked as ',
      element('var', {}, element('span', { class: 'own' }, 'yours')),
      document.documentElement.hasAttribute('data-companion')
        ? '. It is kept in this browser, and the checker on this computer goes by it.'
        : '. It is kept in this browser and goes nowhere else.',
    ),
    element('div', { class: 'fields' }, ...learnerSettingKeys.map(fieldRow)),
    element(
      'datalist',
      { id: 'regions' },
      ...regions.split(' ').map((value) => element('option', { value })),
    ),
    element(
      'label',
      { class: 'check' },
      element('input', { type: 'checkbox', name: 'plain' }),
      ' Show the plain form, as it is printed for everybody',
    ),
    element(
      'p',
      { class: 'small warn', hidden: true },
      'This browser keeps nothing for such pages: the values last until you leave this page.',
    ),
    element(
      'div',
      { class: 'ends' },
      clear,
      element('button', { type: 'submit', class: 'button' }, 'Use these'),
    ),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!saveForm(form)) return;
    created.close();
    announce('The page carries your values.');
  });
  created.append(form);
  created.addEventListener('click', (event) => {
    if (event.target === created) created.close();
  });
  document.body.append(created);
  return created;
}

function fieldRow(key: keyof LearnerSettings): HTMLElement {
  const { label, example, hint = '' } = fields[key];
  const input = element('input', {
    id: `own-${key}`,
    name: key,
    placeholder: example,
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
    'aria-describedby': `own-${key}-hint`,
    ...(key === 'region' ? { list: 'regions' } : {}),
    ...(key === 'account' ? { inputmode: 'numeric' } : {}),
  });
  const hintElement = element('p', { id: `own-${key}-hint`, class: 'small' }, hint);
  return element(
    'div',
    { class: 'field' },
    element('label', { for: `own-${key}` }, label),
    input,
    hintElement,
  );
}

function fillIn(form: HTMLDialogElement): void {
  const settings = learnerSettings();
  for (const input of form.querySelectorAll('input')) {
    if (input.type === 'checkbox') input.checked = isPlainForm();
    else input.value = settings[input.name as keyof LearnerSettings] ?? '';
    if (input.type !== 'checkbox') showProblem(input, undefined);
  }
  for (const warning of form.querySelectorAll<HTMLElement>('.warn')) warning.hidden = isStoragePersistent;
}

/** Stores the values when all are valid. Otherwise it shows each problem and focuses the first invalid field. */
function saveForm(form: HTMLFormElement): boolean {
  const settings: LearnerSettings = {};
  let firstInvalid: HTMLInputElement | undefined;
  for (const key of learnerSettingKeys) {
    const input = form.querySelector<HTMLInputElement>(`#own-${key}`);
    const text = input?.value.trim() ?? '';
    const problem = text === '' ? undefined : settingProblem(key, text);
    if (input !== null) showProblem(input, problem);
    if (problem !== undefined) firstInvalid ??= input ?? undefined;
    else if (text !== '') settings[key] = text;
  }
  if (firstInvalid !== undefined) {
    firstInvalid.focus();
    return false;
  }
  setPlainForm(form.querySelector<HTMLInputElement>('input[name=plain]')?.checked === true);
  saveLearnerSettings(settings);
  return true;
}

function showProblem(input: HTMLInputElement, problem: string | undefined): void {
  const hintElement = document.getElementById(`${input.id}-hint`);
  if (hintElement === null && problem === undefined) return;
  input.setAttribute('aria-invalid', String(problem !== undefined));
  if (hintElement === null) return;
  hintElement.classList.toggle('wrong', problem !== undefined);
  hintElement.textContent =
    problem === undefined ? (fields[input.name as keyof LearnerSettings].hint ?? '') : `Expected ${problem}.`;
}
