import { isRecord } from './value.ts';

/**
 * The CLI's `--output text`: one line of tab-separated scalars for each structure, ordered by member name, then its
 * structures and lists. Each of their lines begins with the upper-case name of the member that it came from.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-output-format.html
 */
export function textOf(value: unknown): string {
  const lines: string[] = [];
  write(value, lines);
  return lines.map((line) => `${line}\n`).join('');
}

function write(value: unknown, lines: string[], name?: string, columns?: readonly string[]): void {
  if (Array.isArray(value)) writeList(value, lines, name);
  else if (isRecord(value)) writeStructure(value, lines, name, columns);
  else lines.push(word(value));
}

function writeStructure(
  value: Record<string, unknown>,
  lines: string[],
  name: string | undefined,
  columns: readonly string[] = sorted(Object.keys(value).filter((key) => isScalar(value[key]))),
): void {
  const scalars = columns.map((key) => (Object.hasOwn(value, key) ? word(value[key]) : ''));
  if (scalars.length > 0) lines.push([...heading(name), ...scalars].join('\t'));
  for (const key of sorted(Object.keys(value))) if (!columns.includes(key)) write(value[key], lines, key);
}

function writeList(list: readonly unknown[], lines: string[], name: string | undefined): void {
  if (list.some(isRecord)) {
    // Every row has the columns of all rows, so that they line up.
    const columns = new Set<string>();
    for (const row of list.filter(isRecord)) {
      for (const [key, cell] of Object.entries(row)) if (isScalar(cell)) columns.add(key);
    }
    for (const row of list) write(row, lines, name, sorted([...columns]));
    return;
  }
  const scalars = list.filter(isScalar);
  if (scalars.length > 0 && name === undefined) lines.push(scalars.map(word).join('\t'));
  if (name !== undefined)
    for (const scalar of scalars) lines.push([...heading(name), word(scalar)].join('\t'));
  for (const nested of list) if (Array.isArray(nested)) write(nested, lines, name);
}

function heading(name: string | undefined): string[] {
  return name === undefined ? [] : [name.toUpperCase()];
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function sorted(names: string[]): string[] {
  return names.sort((left, right) => (left < right ? -1 : 1));
}

/** A scalar as the CLI prints it, which is how Python does. */
function word(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}
