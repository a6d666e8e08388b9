import { nodeClasses } from '../../labs/reader/dot-rules.ts';

/** Pixels at the picture's own width. A page may show it smaller, never larger. */
export const fontSize = 15;

// Graphviz reckons with the widths of this font; the boxes leave room for wider ones.
export const fontFamily = 'Arial, Helvetica, "Liberation Sans", sans-serif';

/** The classes of the shapes that are tinted. */
export const tintClass = (look: string) => `diagram-${look}`;

interface Scheme {
  readonly ink: string;
  readonly paper: string;
  readonly tints: Readonly<Record<(typeof nodeClasses)[number], string>>;
}

const light: Scheme = {
  ink: '#1f2328',
  paper: '#ffffff',
  tints: { person: '#7c3aed', gate: '#b45309', store: '#2563eb', outside: '#6b7280' },
};
const dark: Scheme = {
  ink: '#e6edf3',
  paper: '#0d1117',
  tints: { person: '#a78bfa', gate: '#f59e0b', store: '#60a5fa', outside: '#9ca3af' },
};

/** So faint that the text on it has the contrast of text on the page. */
const tintOpacity = 0.18;

const schemeRules = (id: string, { ink, paper, tints }: Scheme) =>
  [
    // The root is the picture alone, as a file or in an <img>. Within a page it has the page's ink.
    `#${id}:root{color:${ink};background:${paper}}`,
    ...nodeClasses.map((look) => `#${id} .${tintClass(look)}{fill:var(--diagram-${look},${tints[look]})}`),
  ].join('');

/**
 * The style of one picture, whose rules reach nothing outside it. A page with a switch of its own for light and dark
 * sets --diagram-person, --diagram-gate, --diagram-store and --diagram-outside; the text is legible also without.
 */
export const styleOf = (id: string) =>
  `#${id}{max-width:100%;height:auto}` +
  `#${id} :is(${nodeClasses.map((look) => `.${tintClass(look)}`).join()}){fill-opacity:${tintOpacity}}` +
  schemeRules(id, light) +
  `@media (prefers-color-scheme:dark){${schemeRules(id, dark)}}`;
