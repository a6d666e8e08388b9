import type { SearchEntry } from '../search-entry.ts';
import { element, icon, root, say } from './dom.ts';
import { find, type Hit } from './find.ts';

declare global {
  interface Window {
    labSearch?: readonly SearchEntry[];
  }
}

let dialog: HTMLDialogElement | undefined;

/** Search opens over the page, by its link or by `/`; on its own page it stands in the page. */
export function mountSearch(): void {
  const link = document.querySelector<HTMLAnchorElement>('.search-link');
  if (link !== null) {
    link.prepend(icon('search'));
    link.setAttribute('aria-keyshortcuts', '/');
  }
  const place = document.querySelector<HTMLElement>('[data-search]');
  if (place !== null) {
    const { input, all } = searcher('page');
    place.append(all);
    input.value = new URLSearchParams(location.search).get('q') ?? '';
    input.dispatchEvent(new Event('input'));
    input.focus();
    return;
  }
  link?.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  document.addEventListener('keydown', (event) => {
    const typing =
      event.target instanceof HTMLElement && event.target.closest('input, textarea, dialog') !== null;
    if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    open();
  });
}

function open(): void {
  if (dialog === undefined) {
    const made = element('dialog', { class: 'search-over', 'aria-label': 'Search' });
    const close = element('button', { type: 'button', class: 'tool', 'aria-label': 'Close the search' });
    close.append(icon('close'));
    close.addEventListener('click', () => made.close());
    const { all } = searcher('over');
    all.prepend(close);
    made.append(all);
    made.addEventListener('click', (event) => {
      const { target } = event;
      if (target === made || (target instanceof Element && target.closest('a') !== null)) made.close();
    });
    document.body.append(made);
    dialog = made;
  }
  dialog.showModal();
  dialog.querySelector('input')?.select();
}

/** A field and its results. The index is fetched now: it is needed when somebody types. */
function searcher(where: string): { input: HTMLInputElement; all: HTMLElement } {
  const input = element('input', {
    type: 'search',
    id: `search-${where}`,
    placeholder: 'An error’s name, a word, a command',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const count = element('p', { class: 'small count' });
  const list = element('ol', { class: 'hits' });
  const label = element('label', { for: input.id, class: 'unseen' }, 'Search all pages');
  const all = element('div', { class: 'searcher' }, label, input, count, list);
  const show = async () => {
    const query = input.value;
    const entries = await index();
    if (query !== input.value) return;
    if (entries === undefined) {
      count.textContent = 'The search’s index could not be loaded. Reload the page, and try again.';
      return;
    }
    const hits = find(entries, query);
    list.replaceChildren(...hits.slice(0, 30).map(hitItem));
    count.textContent = query.trim() === '' ? '' : words(hits.length);
    if (query.trim() !== '') say(words(hits.length));
  };
  input.addEventListener('input', show);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') list.querySelector('a')?.click();
    else if (event.key === 'ArrowDown') list.querySelector('a')?.focus();
    else return;
    event.preventDefault();
  });
  void index();
  return { input, all };
}

const words = (found: number) =>
  found === 0
    ? 'Nothing found.'
    : found === 1
      ? 'One place.'
      : found > 30
        ? `${found} places, the best 30:`
        : `${found} places.`;

function hitItem({ path, kind, title, heading, around }: Hit): HTMLElement {
  const pieces = around.map((piece, at) => (at % 2 === 1 ? element('mark', {}, piece) : piece));
  const name = heading === '' ? title : `${title} › ${heading}`;
  return element(
    'li',
    {},
    element(
      'a',
      { href: root + path },
      element('span', { class: 'small' }, kind),
      element('b', {}, name),
      element('span', { class: 'around' }, ...pieces),
    ),
  );
}

let loading: Promise<readonly SearchEntry[] | undefined> | undefined;

/** The index, once; undefined when it could not be loaded, and then it is tried again the next time. */
function index(): Promise<readonly SearchEntry[] | undefined> {
  loading ??= new Promise((resolve) => {
    const script = element('script', { src: `${root}assets/search-index.js` });
    script.addEventListener('load', () => resolve(window.labSearch));
    script.addEventListener('error', () => {
      loading = undefined;
      script.remove();
      resolve(undefined);
    });
    document.head.append(script);
  });
  return loading;
}
