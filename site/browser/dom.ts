type Child = Node | string;

/** Creates an element with attributes and children. The attribute is empty for `true`, and left out for `false`. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string | boolean> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const created = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== false) created.setAttribute(key, value === true ? '' : value);
  created.append(...children);
  return created;
}

const iconPaths = {
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  tick: 'M5 12.5l4.5 4.5L19 7.5',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16.2 16.2L21 21',
  sliders: 'M4 7h9M19 7h1M4 17h1M11 17h9M13 7a3 3 0 1 0 6 0 3 3 0 1 0-6 0M5 17a3 3 0 1 0 6 0 3 3 0 1 0-6 0',
  system: 'M3 5h18v11H3zM9 20h6',
  light:
    'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M5 5l1.7 1.7M17.3 17.3L19 19M19 5l-1.7 1.7M6.7 17.3L5 19',
  dark: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
  close: 'M6 6l12 12M18 6L6 18',
};

/** An icon for a button. It is hidden from screen readers, so the button needs a text or a label. */
export function icon(name: keyof typeof iconPaths): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', iconPaths[name]);
  svg.append(path);
  return svg;
}

let liveRegion: HTMLElement | undefined;

/** Announces a text to screen readers. */
export function announce(text: string): void {
  if (liveRegion === undefined) {
    liveRegion = element('p', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
    document.body.append(liveRegion);
  }
  liveRegion.textContent = text;
}

/** The relative URL of the site's root from this page, such as `../`. */
export const root = document.documentElement.dataset.root ?? './';
