import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Problems } from './problem.ts';

/** What a page says about itself before its first heading. */
export interface FrontMatter {
  /** `step-1` … `step-9`. */
  readonly id: string;
  /** The step's other name, such as `bucket`. */
  readonly name: string;
  readonly title: string;
  readonly minutes: number;
  /** What the step costs, in words. */
  readonly cost: string;
  /** What the learner knows after it. */
  readonly know: readonly string[];
  /** What must be there before it. */
  readonly needs: readonly string[];
}

interface Rule {
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every(isText) && new Set(value).size === value.length;
const matches = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value);

const rules: Record<keyof FrontMatter, Rule> = {
  id: { expected: 'step-1 to step-9', accepts: matches(/^step-[1-9]$/) },
  name: {
    expected: 'a name of small letters, digits and dashes',
    accepts: matches(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/),
  },
  title: { expected: 'a line of text', accepts: isText },
  minutes: {
    expected: 'a whole number from 1 to 120',
    accepts: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 120,
  },
  cost: { expected: 'a line of text', accepts: isText },
  know: { expected: 'a list of lines, no line twice', accepts: isTexts },
  needs: { expected: 'a list of lines, no line twice', accepts: isTexts },
};
const keys = Object.keys(rules);
const isKey = (key: string): key is keyof FrontMatter => keys.includes(key);

/** The front matter's text and where the page goes on; undefined when the file does not begin with one. */
export function splitFrontMatter(
  text: string,
): { yaml: string; markdown: string; markdownLine: number } | undefined {
  const match = /^---\n([\s\S]*?\n)?---\n/.exec(text);
  if (match === null) return undefined;
  const markdownLine = match[0].split('\n').length;
  return { yaml: match[1] ?? '', markdown: text.slice(match[0].length), markdownLine };
}

/** Reads front matter that starts on the file's second line; what is wrong goes to `problems`. */
export function readFrontMatter(yaml: string, problems: Problems): FrontMatter | undefined {
  const before = problems.found.length;
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines });
  const lineAt = (offset: number | undefined) => 1 + (offset === undefined ? 1 : lines.linePos(offset).line);
  for (const fault of [...document.errors, ...document.warnings]) {
    const message = fault.message.split('\n')[0]?.replace(/ at line \d+.*$/, '') ?? 'not YAML';
    problems.add(
      lineAt(fault.pos[0]),
      `the front matter is not YAML: ${message}`,
      'key: value lines',
      'Mend it',
    );
  }
  if (problems.found.length > before) return undefined;

  const seen = new Map<string, unknown>();
  const map = document.contents;
  if (map !== null && !isMap(map)) {
    problems.add(2, 'the front matter is not a list of keys', 'key: value lines', 'Mend it');
    return undefined;
  }
  for (const { key, value } of map?.items ?? []) {
    const name = isScalar(key) ? String(key.value) : String(key);
    const line = lineAt(isScalar(key) ? key.range?.[0] : undefined);
    if (!isKey(name)) {
      problems.add(line, `unknown key '${name}'`, `one of ${keys.join(', ')}`, 'Remove or rename it');
      continue;
    }
    const plain: unknown = value === null ? null : (value as { toJSON(): unknown }).toJSON();
    seen.set(name, plain);
    const rule = rules[name];
    if (!rule.accepts(plain))
      problems.add(line, `'${name}' is ${JSON.stringify(plain)}`, rule.expected, 'Give it such a value');
  }
  for (const [name, rule] of Object.entries(rules))
    if (!seen.has(name))
      problems.add(1, `no key '${name}' in the front matter`, rule.expected, `Add a line '${name}: …'`);
  if (problems.found.length > before) return undefined;
  return Object.fromEntries(seen) as unknown as FrontMatter;
}
