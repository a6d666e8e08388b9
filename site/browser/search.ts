import type { SearchEntry } from '../search-entry.ts';
import { announce, element, icon, root } from './dom.ts';
import { find, type Hit } from './find.ts';

declare global {
  interface Window {
    labSearch?: readonly SearchEntry[];
  }
}

let dialog: HTMLDialogElement | undefined;

/** Opens the search in a dialog, by its link or by the key `/`. On the search page it is part of the page. */
export function mountSearch(): void {
  const link = document.querySelector<HTMLAnchorElement>('.search-link');
  if (link !== null) {
    link.prepend(icon('search'));
    link.setAttribute('aria-keyshortcuts', '/');
  }
  const searchPage = document.querySelector<HTMLElement>('[data-search]');
  if (searchPage !== null) {
    const { input, container } = createSearch('page');
    searchPage.append(container);
    input.value = new URLSearchParams(location.search).get('q') ?? '';
    input.dispatchEvent(new Event('input'));
    input.focus();
    return;
  }
  link?.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openDialog();
  });
  document.addEventListener('keydown', (event) => {
    const typing =
      event.target instanceof HTMLElement && event.target.closest('input, textarea, dialog') !== null;
    if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    openDialog();
  });
}

function openDialog(): void {
  if (dialog === undefined) {
    const created = element('dialog', { class: 'search-over', 'aria-label': 'Search' });
    const close = element('button', { type: 'button', class: 'tool', 'aria-label': 'Close the search' });
    close.append(icon('close'));
    close.addEventListener('click', () => created.close());
    const { container } = createSearch('over');
    container.prepend(close);
    created.append(container);
    created.addEventListener('click', (event) => {
      const { target } = event;
      if (target === created || (target instanceof Element && target.closest('a') !== null)) created.close();
    });
    document.body.append(created);
    dialog = created;
  }
  dialog.showModal();
  dialog.querySelector('input')?.select();
}

/** The search field and its results. The index is loaded now, so that it is there when the reader types. */
function createSearch(placement: string): { input: HTMLInputElement; container: HTMLElement } {
  const input = element('input', {
    type: 'search',
    id: `search-${placement}`,
    placeholder: 'An error’s name, a word, a command',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const count = element('p', { class: 'small count' });
  const list = element('ol', { class: 'hits' });
  const label = element('label', { for: input.id, class: 'unseen' }, 'Search all pages');
  const container = element('div', { class: 'searcher' }, label, input, count, list);
  const show = async () => {
    const query = input.value;
    const entries = await loadIndex();
    if (query !== input.value) return;
    if (entries === undefined) {
      count.textContent = 'The search’s index could not be loaded. Reload the page, and try again.';
      return;
    }
    const hits = find(entries, query);
    list.replaceChildren(...hits.slice(0, 30).map(hitItem));
    count.textContent = query.trim() === '' ? '' : countText(hits.length);
    if (query.trim() !== '') announce(countText(hits.length));
  };
  input.addEventListener('input', show);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') list.querySelector('a')?.click();
    else if (event.key === 'ArrowDown') list.querySelector('a')?.focus();
    else return;
    event.preventDefault();
  });
  void loadIndex();
  return { input, container };
}

const countText = (found: number) =>
  found === 0
    ? 'Nothing found.'
    : found === 1
      ? 'One place.'
      : found > 30
        ? `${found} places, the best 30:`
        : `${found} places.`;

function hitItem({ path, kind, title, heading, snippet }: Hit): HTMLElement {
  const snippetNodes = snippet.map((piece, at) => (at % 2 === 1 ? element('mark', {}, piece) : piece));
  const name = heading === '' ? title : `${title} › ${heading}`;
  return element(
    'li',
    {},
    element(
      'a',
      { href: root + path },
      element('span', { class: 'small' }, kind),
      element('b', {}, name),
      element('span', { class: 'around' }, ...snippetNodes),
    ),
  );
}

let loading: Promise<readonly SearchEntry[] | undefined> | undefined;

/** Loads the index once. The result is undefined when loading failed; the next call then tries again. */
function loadIndex(): Promise<readonly SearchEntry[] | undefined> {
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
