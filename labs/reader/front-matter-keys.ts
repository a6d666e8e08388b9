import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Problems } from './problem.ts';

/** The values that a key of the front matter may have. */
export interface KeyRule {
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
  /** Set for a key that may be missing. */
  readonly optional?: true;
}

export const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
export const isTextList = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every(isText) && new Set(value).size === value.length;
export const matches = (pattern: RegExp) => (value: unknown) =>
  typeof value === 'string' && pattern.test(value);

/**
 * The text of the front matter, and the Markdown with the line on which it begins; undefined without front matter.
 */
export function splitFrontMatter(
  text: string,
): { yaml: string; markdown: string; markdownLine: number } | undefined {
  const match = /^---\n([\s\S]*?\n)?---\n/.exec(text);
  if (match === null) return undefined;
  const markdownLine = match[0].split('\n').length;
  return { yaml: match[1] ?? '', markdown: text.slice(match[0].length), markdownLine };
}

/**
 * Reads front matter that starts on the file's second line and has exactly the keys of `rules`. Adds what is wrong to
 * `problems`, and then returns undefined.
 */
export function readFrontMatterKeys<T extends object>(
  yaml: string,
  rules: { readonly [K in keyof T]-?: KeyRule },
  problems: Problems,
): T | undefined {
  const before = problems.found.length;
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines });
  const lineAt = (offset: number | undefined) => 1 + (offset === undefined ? 1 : lines.linePos(offset).line);
  for (const yamlError of [...document.errors, ...document.warnings]) {
    const message = yamlError.message.split('\n')[0]?.replace(/ at line \d+.*$/, '') ?? 'not YAML';
    problems.add(
      lineAt(yamlError.pos[0]),
      `the front matter is not YAML: ${message}`,
      'key: value lines',
      'Mend it',
    );
  }
  if (problems.found.length > before) return undefined;

  const known = new Map<string, KeyRule>(Object.entries(rules));
  const seen = new Map<string, unknown>();
  const map = document.contents;
  if (map !== null && !isMap(map)) {
    problems.add(2, 'the front matter is not a list of keys', 'key: value lines', 'Mend it');
    return undefined;
  }
  for (const { key, value } of map?.items ?? []) {
    const name = isScalar(key) ? String(key.value) : String(key);
    const line = lineAt(isScalar(key) ? key.range?.[0] : undefined);
    const rule = known.get(name);
    if (rule === undefined) {
      const expected = `one of ${[...known.keys()].join(', ')}`;
      problems.add(line, `unknown key '${name}'`, expected, 'Remove or rename it');
      continue;
    }
    const plainValue: unknown = value === null ? null : (value as { toJSON(): unknown }).toJSON();
    seen.set(name, plainValue);
    if (!rule.accepts(plainValue))
      problems.add(line, `'${name}' is ${JSON.stringify(plainValue)}`, rule.expected, 'Give it such a value');
  }
  for (const [name, rule] of known)
    if (!seen.has(name) && !rule.optional)
      problems.add(1, `no key '${name}' in the front matter`, rule.expected, `Add a line '${name}: …'`);
  if (problems.found.length > before) return undefined;
  return Object.fromEntries(seen) as T;
}
