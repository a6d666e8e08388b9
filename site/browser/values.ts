import { consoleAddress, type Own, ownKeys, ownProblem, ownText } from '../../checker/lab/values/own.ts';
import { element } from './dom.ts';
import { keep, kept } from './store.ts';

/** What the learner has said, as far as it can be used. */
export function ownValues(): Own {
  const own: Own = {};
  const value = kept('values');
  if (typeof value !== 'object' || value === null) return own;
  for (const key of ownKeys) {
    const text = (value as Record<string, unknown>)[key];
    if (typeof text === 'string' && ownProblem(key, text) === undefined) own[key] = text;
  }
  return own;
}

export const showsPlain = (): boolean => kept('plain') === true;

const changed = new EventTarget();

/** Calls back whenever values, or the form in which they are shown, have changed. */
export function onValues(then: () => void): void {
  changed.addEventListener('change', then);
}

/** The companion, where the page has one, hears of values that somebody has typed. */
export const typedValues = 'lab-values';

export function keepValues(own: Own): void {
  keep('values', own);
  applyValues();
  document.dispatchEvent(new Event(typedValues));
}

export function showPlain(plain: boolean): void {
  keep('plain', plain);
  applyValues();
}

const plainTexts = new WeakMap<Element, string>();

/** Puts the learner's values into every command, name and console link on the page, or takes them out. */
export function applyValues(): void {
  const own = showsPlain() ? {} : ownValues();
  for (const place of document.querySelectorAll<HTMLElement>('var[data-v]')) {
    const plain = plainTexts.get(place) ?? place.textContent ?? '';
    plainTexts.set(place, plain);
    const text = ownText(place.dataset.v ?? '', own);
    if (text === undefined) place.replaceChildren(plain);
    else place.replaceChildren(...marked(text, plain));
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-console]')) {
    link.href = consoleAddress(link.dataset.console ?? '', own);
    link.classList.toggle('own', own.region !== undefined);
  }
  changed.dispatchEvent(new Event('change'));
}

/** The mark is on the value and not on the spaces that part it from its neighbours. */
function marked(text: string, plain: string): (Node | string)[] {
  const [, before = '', value = '', behind = ''] = /^( *)(.*?)( *)$/.exec(text) ?? [];
  const title = plain === '' ? 'Yours' : `Yours, in place of ${plain}`;
  return [before, element('span', { class: 'own', title }, value), behind];
}
