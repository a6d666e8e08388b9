import { loadItem, saveItem } from './storage.ts';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export function theme(): Theme {
  const value = loadItem('theme');
  return themes.find((name) => name === value) ?? 'system';
}

/** Applies the chosen theme to the page. The system's theme needs no attribute. */
export function applyTheme(): void {
  const chosen = theme();
  if (chosen === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}

export function chooseTheme(chosen: Theme): void {
  saveItem('theme', chosen);
  applyTheme();
}
