import type { Problems } from './problem.ts';

/**
 * The classes of a diagram's nodes. The shape or the outline of a node also shows its class: color never does so
 * alone.
 */
export const nodeClasses = ['person', 'gate', 'store', 'outside'] as const;

// The drawing sets sizes, fonts and colors, which are the same in all diagrams, and no diagram has links or scripts.
// Graphviz accepts an unknown attribute without a complaint, so this list also finds misspelled ones.
const attributes = new Set(
  `class compound constraint dir group headport label labeljust lhead ltail margin minlen newrank nodesep ordering
  peripheries rank rankdir ranksep shape splines style tailport weight width`.split(/\s+/),
);
const shapes = new Set(['box', 'cylinder', 'ellipse', 'hexagon', 'note', 'plaintext']);

const escaped = /\\(?!n)/;

/** Checks the DOT of a diagram by the rules. `line` is where it begins in the file; `alt` is its text alternative. */
export function checkDot(source: string, line: number, alt: string, problems: Problems): void {
  const lines = source.trimEnd().split('\n');
  if (lines[0] !== 'digraph {' || lines.at(-1) !== '}')
    problems.add(line, 'not one graph', "'digraph {' on its first line, '}' on its last", 'Write it so');
  const second = lines.findIndex((text, index) => index > 0 && /^\s*(strict\s+)?(di)?graph\b/.test(text));
  if (second > 0) problems.add(line + second, 'a second graph', 'one in a file', 'Give it a file of its own');
  for (const [index, text] of lines.entries())
    for (const problem of problemsIn(text, plain(alt))) problems.add(line + index, ...problem);
}

type DotProblem = [message: string, expected: string, todo: string];

/** What is wrong with one line. */
function problemsIn(text: string, alt: string): DotProblem[] {
  if (text.split('"').length % 2 === 0 || escaped.test(text))
    return [['a text that is not closed, or an escape', 'pairs of ", and only \\n in them', 'Mend it']];
  const [character] = /[^ -~]/.exec(text) ?? [];
  if (character !== undefined)
    return [
      [`the character '${character}'`, 'ASCII, whose widths Graphviz knows', 'Write it in other words'],
    ];
  const withoutStrings = text.replace(/"[^"]*"/g, '""');
  if (/=\s*</.test(withoutStrings)) return [['a label in HTML', 'a text in quotes, with \\n', 'Write it so']];
  const problems: DotProblem[] = [];
  for (const [, name = ''] of withoutStrings.matchAll(/([\w.]+)\s*=/g))
    if (!attributes.has(name))
      problems.push([`unknown attribute '${name}'`, `one of ${[...attributes].join(', ')}`, 'Remove it']);
  for (const nodeClass of valuesOf(text, 'class'))
    if (!nodeClasses.some((known) => known === nodeClass))
      problems.push([
        `unknown class '${nodeClass}'`,
        `one of ${nodeClasses.join(', ')}`,
        'Name one of these',
      ]);
  for (const shape of valuesOf(text, 'shape'))
    if (!shapes.has(shape))
      problems.push([`unknown shape '${shape}'`, `one of ${[...shapes].join(', ')}`, 'Name one of these']);
  if (withoutStrings.includes('->')) return problems;
  for (const label of valuesOf(text, 'label')) {
    const name = labelName(label);
    if (!alt.includes(plain(name)))
      problems.push([`the picture says '${name}', its alt does not`, 'the same in both', 'Say it in alt']);
  }
  return problems;
}

const valuesOf = (text: string, attribute: string) =>
  [...text.matchAll(new RegExp(`\\b${attribute}\\s*=\\s*(?:"([^"]*)"|([\\w.]+))`, 'g'))].map(
    ([, quoted, word]) => quoted ?? word ?? '',
  );

/** The name in a label: its first line, without the number in front that gives its place in an order. */
const labelName = (label: string) => (label.split('\\n')[0] ?? '').replace(/^\d+ /, '');
const plain = (text: string) => text.replace(/\s+/g, ' ').toLowerCase();
