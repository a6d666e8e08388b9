import { element } from './dom.ts';
import { openSettings } from './settings.ts';
import { onValues, ownValues, showPlain, showsPlain } from './values.ts';

/** The line above a page's text (parts/strip.ts) that says whose values the page shows, and switches between the two forms. */
export function mountStrip(): void {
  const strip = document.querySelector('.strip');
  const words = strip?.querySelector('p');
  const [edit, plain] = strip?.querySelectorAll('button') ?? [];
  if (strip == null || words == null || edit === undefined || plain === undefined) return;
  edit.addEventListener('click', () => openSettings());
  plain.addEventListener('click', () => showPlain(!showsPlain()));
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
}
