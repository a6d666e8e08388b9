import { element, icon, say } from './dom.ts';
import { openSettings } from './settings.ts';
import { chooseTheme, theme, themes } from './theme.ts';

const names = { system: 'as the system', light: 'light', dark: 'dark' };

/** The header's buttons: settings and theme. They need scripts, so scripts make them. */
export function mountTools(): void {
  const place = document.querySelector('.tools');
  if (place === null) return;
  const settings = element('button', { type: 'button', class: 'tool', 'aria-haspopup': 'dialog' });
  settings.append(icon('sliders'), element('span', {}, 'Your values'));
  settings.addEventListener('click', () => openSettings());
  place.querySelector('.search-link')?.after(settings, themeButton());
}

function themeButton(): HTMLButtonElement {
  const button = element('button', { type: 'button', class: 'tool theme' });
  const show = () => {
    button.replaceChildren(icon(theme()), element('span', {}, `Theme: ${names[theme()]}`));
    button.title = `Theme: ${names[theme()]}`;
  };
  button.addEventListener('click', () => {
    chooseTheme(themes[(themes.indexOf(theme()) + 1) % themes.length] ?? 'system');
    show();
    say(`Theme: ${names[theme()]}`);
  });
  show();
  return button;
}
