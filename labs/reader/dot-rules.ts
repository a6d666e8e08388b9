import type { Problems } from './problem.ts';

/** What a node of a diagram may be. Its shape or its line says so as well: colour never says it alone. */
export const looks = ['person', 'gate', 'store', 'outside'] as const;

// Sizes, fonts and colours are the drawing's own, the same in all diagrams; links and scripts are in none. Graphviz
// takes a word that it does not know without a complaint, so this list also finds the misspelt ones.
const attributes = new Set(
  `class compound constraint dir group headport label labeljust lhead ltail margin minlen newrank nodesep ordering
  peripheries rank rankdir ranksep shape splines style tailport weight width`.split(/\s+/),
);
const shapes = new Set(['box', 'cylinder', 'ellipse', 'hexagon', 'note', 'plaintext']);

const escaped = /\\(?!n)/;

/** Holds the DOT of a diagram against the rules; `line` is where it begins in the file, `alt` its alternative. */
export function checkDot(source: string, line: number, alt: string, problems: Problems): void {
  const lines = source.trimEnd().split('\n');
  if (lines[0] !== 'digraph {' || lines.at(-1) !== '}')
    problems.add(line, 'not one graph', "'digraph {' on its first line, '}' on its last", 'Write it so');
  const second = lines.findIndex((text, index) => index > 0 && /^\s*(strict\s+)?(di)?graph\b/.test(text));
  if (second > 0) problems.add(line + second, 'a second graph', 'one in a file', 'Give it a file of its own');
  for (const [index, text] of lines.entries())
    for (const fault of faultsOf(text, plain(alt))) problems.add(line + index, ...fault);
}

type Fault = [message: string, expected: string, todo: string];

/** What is wrong with one line. */
function faultsOf(text: string, alt: string): Fault[] {
  if (text.split('"').length % 2 === 0 || escaped.test(text))
    return [['a text that is not closed, or an escape', 'pairs of ", and only \\n in them', 'Mend it']];
  const [strange] = /[^ -~]/.exec(text) ?? [];
  if (strange !== undefined)
    return [[`the character '${strange}'`, 'ASCII, whose widths Graphviz knows', 'Write it in other words']];
  const bare = text.replace(/"[^"]*"/g, '""');
  if (/=\s*</.test(bare)) return [['a label in HTML', 'a text in quotes, with \\n', 'Write it so']];
  const faults: Fault[] = [];
  for (const [, name = ''] of bare.matchAll(/([\w.]+)\s*=/g))
    if (!attributes.has(name))
      faults.push([`unknown attribute '${name}'`, `one of ${[...attributes].join(', ')}`, 'Remove it']);
  for (const look of valuesOf(text, 'class'))
    if (!looks.some((known) => known === look))
      faults.push([`unknown class '${look}'`, `one of ${looks.join(', ')}`, 'Name one of these']);
  for (const shape of valuesOf(text, 'shape'))
    if (!shapes.has(shape))
      faults.push([`unknown shape '${shape}'`, `one of ${[...shapes].join(', ')}`, 'Name one of these']);
  if (bare.includes('->')) return faults;
  for (const label of valuesOf(text, 'label')) {
    const name = nameIn(label);
    if (!alt.includes(plain(name)))
      faults.push([`the picture says '${name}', its alt does not`, 'the same in both', 'Say it in alt']);
  }
  return faults;
}

const valuesOf = (text: string, attribute: string) =>
  [...text.matchAll(new RegExp(`\\b${attribute}\\s*=\\s*(?:"([^"]*)"|([\\w.]+))`, 'g'))].map(
    ([, quoted, word]) => quoted ?? word ?? '',
  );

/** The first line of a label is the name of the thing; a number in front of it is its place in an order. */
const nameIn = (label: string) => (label.split('\\n')[0] ?? '').replace(/^\d+ /, '');
const plain = (text: string) => text.replace(/\s+/g, ' ').toLowerCase();
