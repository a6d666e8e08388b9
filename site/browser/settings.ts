import { type Own, ownKeys, ownProblem } from '../../checker/lab/values/own.ts';
import { element, icon, say } from './dom.ts';
import { keeps } from './store.ts';
import { keepValues, ownValues, showPlain, showsPlain } from './values.ts';

interface Field {
  readonly label: string;
  readonly example: string;
  readonly hint?: string;
}

const fields: Record<keyof Own, Field> = {
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

/** Opens the form for the learner's own values; made when it is asked for the first time. */
export function openSettings(): void {
  dialog ??= build();
  fill(dialog);
  dialog.showModal();
}

function build(): HTMLDialogElement {
  const made = element('dialog', { class: 'settings', 'aria-labelledby': 'settings-title' });
  const form = element('form', { method: 'dialog', novalidate: true });
  const close = element('button', { type: 'button', class: 'tool', 'aria-label': 'Close without a change' });
  close.append(icon('close'));
  close.addEventListener('click', () => made.close());
  const clear = element('button', { type: 'button', class: 'quiet' }, 'Forget all');
  clear.addEventListener('click', () => {
    keepValues({});
    fill(made);
    say('All values are forgotten.');
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
    element('div', { class: 'fields' }, ...ownKeys.map(row)),
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
    if (!take(form)) return;
    made.close();
    say('The page carries your values.');
  });
  made.append(form);
  made.addEventListener('click', (event) => {
    if (event.target === made) made.close();
  });
  document.body.append(made);
  return made;
}

function row(key: keyof Own): HTMLElement {
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
  const note = element('p', { id: `own-${key}-hint`, class: 'small' }, hint);
  return element('div', { class: 'field' }, element('label', { for: `own-${key}` }, label), input, note);
}

function fill(made: HTMLDialogElement): void {
  const own = ownValues();
  for (const input of made.querySelectorAll('input')) {
    if (input.type === 'checkbox') input.checked = showsPlain();
    else input.value = own[input.name as keyof Own] ?? '';
    if (input.type !== 'checkbox') tell(input, undefined);
  }
  for (const warning of made.querySelectorAll<HTMLElement>('.warn')) warning.hidden = keeps;
}

/** Keeps what was typed, if all of it can be used; otherwise says what is wrong, and goes to the first of it. */
function take(form: HTMLFormElement): boolean {
  const own: Own = {};
  let wrong: HTMLInputElement | undefined;
  for (const key of ownKeys) {
    const input = form.querySelector<HTMLInputElement>(`#own-${key}`);
    const text = input?.value.trim() ?? '';
    const problem = text === '' ? undefined : ownProblem(key, text);
    if (input !== null) tell(input, problem);
    if (problem !== undefined) wrong ??= input ?? undefined;
    else if (text !== '') own[key] = text;
  }
  if (wrong !== undefined) {
    wrong.focus();
    return false;
  }
  showPlain(form.querySelector<HTMLInputElement>('input[name=plain]')?.checked === true);
  keepValues(own);
  return true;
}

function tell(input: HTMLInputElement, problem: string | undefined): void {
  const note = document.getElementById(`${input.id}-hint`);
  if (note === null && problem === undefined) return;
  input.setAttribute('aria-invalid', String(problem !== undefined));
  if (note === null) return;
  note.classList.toggle('wrong', problem !== undefined);
  note.textContent =
    problem === undefined ? (fields[input.name as keyof Own].hint ?? '') : `Expected ${problem}.`;
}
