import { element } from './dom.ts';
import { openSettings } from './settings.ts';
import { onValues, ownValues, showPlain, showsPlain } from './values.ts';

/** The line above a page's text that says whose values the page shows, and switches between the two forms. */
export function mountStrip(): void {
  const article = document.querySelector('main article, main .cover');
  if (article === null || document.querySelector('.block var[data-v]') === null) return;
  const strip = element('div', { class: 'strip', role: 'group', 'aria-label': 'Your values on this page' });
  const words = element('p');
  const edit = element('button', { type: 'button' });
  const plain = element('button', { type: 'button', 'aria-pressed': 'false' }, 'Plain form');
  edit.addEventListener('click', () => openSettings());
  plain.addEventListener('click', () => showPlain(!showsPlain()));
  strip.append(words, edit, plain);
  const show = () => {
    const own = ownValues();
    const said = Object.values(own);
    const none = said.length === 0;
    strip.classList.toggle('none', none);
    edit.textContent = none ? 'Fill them in' : 'Change';
    plain.hidden = none;
    plain.setAttribute('aria-pressed', String(showsPlain()));
    if (none) words.textContent = 'This page can carry your own region, account and names.';
    else if (showsPlain()) words.textContent = 'The plain form is shown.';
    else
      words.replaceChildren(
        'Carries ',
        ...said.flatMap((text, index) => [
          index === 0 ? '' : ' ',
          element('var', {}, element('span', { class: 'own' }, text)),
        ]),
      );
  };
  onValues(show);
  show();
  const before = article.querySelector('.lead, h2, p:not(.above):not(.head), .block');
  const lead = [...article.querySelectorAll(':scope > .facts, :scope > .before-after, :scope > .verdict')].at(
    -1,
  );
  if (lead !== undefined) lead.after(strip);
  else before?.before(strip);
}
