import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Cell, Fields, Problem, RawRoster, RawSeat } from './raw-roster.ts';

/**
 * Parses a YAML roster. Every value stays text, so `account: 012345678901` and `id: no` keep their spelling.
 */
export function parseYamlRoster(text: string): RawRoster {
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line);
  const problems: Problem[] = [...document.errors, ...document.warnings].map(({ message, pos }) => ({
    line: lineAt(pos[0]),
    message: `not YAML: ${message}`,
  }));

  const lineOf = (node: Node | null | undefined, fallback: number) =>
    node?.range ? lineAt(node.range[0]) : fallback;
  const resolveAlias = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);

  function cellOf(node: unknown, line: number): Cell {
    const found = resolveAlias(node);
    if (isScalar(found)) return { line, value: String(found.value ?? '') };
    if (isMap(found)) return { line, value: fieldsOf(found) };
    return { line, value: isSeq(found) ? { actual: 'a list' } : '' };
  }

  // Each map is converted once: an alias can make a map contain itself, which would recurse forever.
  const fieldsByMap = new Map<unknown, Fields>();

  function fieldsOf(map: { items: { key: unknown; value: unknown }[] }): Fields {
    const before = fieldsByMap.get(map);
    if (before !== undefined) return before;
    const fields: Fields = new Map();
    fieldsByMap.set(map, fields);
    for (const { key, value } of map.items) {
      if (!isScalar(key)) continue;
      fields.set(String(key.value), cellOf(value, lineOf(key as Node, 1)));
    }
    return fields;
  }

  const rows: RawSeat[] = [];
  const top = resolveAlias(document.contents);
  if (!isMap(top)) {
    if (problems.length === 0)
      problems.push({ line: 1, message: 'expected keys such as class: and seats:, found none' });
    return { head: new Map(), rows, problems };
  }
  const seats = resolveAlias(top.get('seats', true));
  for (const item of isSeq(seats) ? seats.items : []) {
    const row = resolveAlias(item);
    const line = lineOf(item as Node, 1);
    if (isMap(row)) rows.push({ line, cells: fieldsOf(row) });
    else problems.push({ line, message: 'expected a seat as keys, such as - id: anna' });
  }
  const head = fieldsOf(top);
  const list = head.get('seats');
  if (list !== undefined && !isSeq(seats))
    problems.push({ line: list.line, message: 'seats: expected a list, each line beginning with "- id:"' });
  return { head, rows, problems };
}
