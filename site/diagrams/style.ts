import { nodeClasses } from '../../labs/reader/dot-rules.ts';

/** In pixels at the picture's full width. A page can show the picture smaller, never larger. */
export const fontSize = 15;

// Graphviz measures texts in Arial; the boxes have enough margin for wider fonts.
export const fontFamily = 'Arial, Helvetica, "Liberation Sans", sans-serif';

/** The CSS class of the tinted shape of a node with this class in the DOT source. */
export const tintClass = (nodeClass: string) => `diagram-${nodeClass}`;

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

/** Low enough that text on the tint has the contrast of text on the page. */
const tintOpacity = 0.18;

const schemeRules = (id: string, { ink, paper, tints }: Scheme) =>
  [
    // The SVG is the root element only as a file or in an <img>. Inside a page it inherits the page's colors.
    `#${id}:root{color:${ink};background:${paper}}`,
    ...nodeClasses.map((name) => `#${id} .${tintClass(name)}{fill:var(--diagram-${name},${tints[name]})}`),
  ].join('');

/**
 * The style of one picture, whose rules match nothing outside of it. A page with its own switch for light and dark
 * sets --diagram-person, --diagram-gate, --diagram-store and --diagram-outside. The text is legible without them.
 */
export const styleOf = (id: string) =>
  `#${id}{max-width:100%;height:auto}` +
  `#${id} :is(${nodeClasses.map((name) => `.${tintClass(name)}`).join()}){fill-opacity:${tintOpacity}}` +
  schemeRules(id, light) +
  `@media (prefers-color-scheme:dark){${schemeRules(id, dark)}}`;
