import { announce, element, icon } from './dom.ts';
import { openSettings } from './settings-dialog.ts';
import { chooseTheme, theme, themes } from './theme.ts';

const themeLabels = { system: 'as the system', light: 'light', dark: 'dark' };

/** Adds the header's buttons for settings and theme. They need scripts, so a script creates them. */
export function mountToolbar(): void {
  const toolbar = document.querySelector('.tools');
  if (toolbar === null) return;
  const settingsButton = element('button', { type: 'button', class: 'tool', 'aria-haspopup': 'dialog' });
  settingsButton.append(icon('sliders'), element('span', {}, 'Your values'));
  settingsButton.addEventListener('click', () => openSettings());
  toolbar.querySelector('.search-link')?.after(settingsButton, themeButton());
}

function themeButton(): HTMLButtonElement {
  const button = element('button', { type: 'button', class: 'tool theme' });
  const show = () => {
    button.replaceChildren(icon(theme()), element('span', {}, `Theme: ${themeLabels[theme()]}`));
    button.title = `Theme: ${themeLabels[theme()]}`;
  };
  button.addEventListener('click', () => {
    chooseTheme(themes[(themes.indexOf(theme()) + 1) % themes.length] ?? 'system');
    show();
    announce(`Theme: ${themeLabels[theme()]}`);
  });
  show();
  return button;
}
