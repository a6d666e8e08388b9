import type { ConstraintTable, Facts } from './table.ts';

const compiled = new Map<string, RegExp>();

/** AWS's patterns are Java's. They write characters beyond the first plane as no JavaScript reads them. */
function compile(pattern: string): RegExp {
  const kept = compiled.get(pattern);
  if (kept !== undefined) return kept;
  const text = pattern.replaceAll('\\u10000-\\u10FFFF', '\\u{10000}-\\u{10FFFF}');
  const made = new RegExp(`^(?:${text})$`, 'u');
  compiled.set(pattern, made);
  return made;
}

/** How large a value is, in what AWS measures its kind by. */
function sizeOf(value: unknown): [measure: 'length' | 'value', size: number] {
  if (typeof value === 'number') return ['value', value];
  // Of a text, AWS counts characters, not halves of them. [seen]
  if (typeof value === 'string') return ['length', [...value].length];
  if (Array.isArray(value) || value instanceof Uint8Array) return ['length', value.length];
  return ['length', Object.keys(value as object).length];
}

/** A rule that a value breaks, in AWS's words, and which kind of rule it is. */
export interface Broken {
  kind: 'size' | 'pattern' | 'enum' | 'inside';
  words: string;
}

/** The rules of size, pattern and enum that a value breaks. */
export function broken(facts: Facts, value: unknown): Broken[] {
  const [measure, size] = sizeOf(value);
  const found: Broken[] = [];
  if (facts.max !== undefined && size > facts.max)
    found.push({ kind: 'size', words: `have ${measure} less than or equal to ${facts.max}` });
  if (facts.min !== undefined && size < facts.min)
    found.push({ kind: 'size', words: `have ${measure} greater than or equal to ${facts.min}` });
  if (facts.pattern !== undefined && typeof value === 'string' && !compile(facts.pattern).test(value))
    found.push({ kind: 'pattern', words: `satisfy regular expression pattern: ${facts.pattern}` });
  if (facts.enum !== undefined && typeof value === 'string' && !facts.enum.includes(value))
    found.push({ kind: 'enum', words: `satisfy enum value set: [${facts.enum.join(', ')}]` });
  return found.map(({ kind, words }) => ({ kind, words: `Member must ${words}` }));
}

/**
 * What is wrong inside a list or map of simple values. AWS names the list, not the item, and recites every
 * rule of the item's shape. [seen]
 */
export function brokenInside(table: ConstraintTable, facts: Facts, value: unknown): Broken[] {
  const parts: [name: string | undefined, head: string, items: unknown[]][] = Array.isArray(value)
    ? [[facts.each, 'Member must satisfy constraint', value]]
    : [
        [facts.key, 'Map keys must satisfy constraint', Object.keys(value as object)],
        [facts.value, 'Map value must satisfy constraint', Object.values(value as object)],
      ];
  return parts.flatMap(([name, head, items]) => {
    const shape = name === undefined ? undefined : table.shapes[name];
    if (shape === undefined || !items.some((item) => broken(shape, item).length > 0)) return [];
    return [{ kind: 'inside' as const, words: `${head}: [${recited(shape).join(', ')}]` }];
  });
}

function recited({ min, max, pattern, enum: values }: Facts): string[] {
  return [
    ...(max === undefined ? [] : [`Member must have length less than or equal to ${max}`]),
    ...(min === undefined ? [] : [`Member must have length greater than or equal to ${min}`]),
    ...(pattern === undefined ? [] : [`Member must satisfy regular expression pattern: ${pattern}`]),
    ...(values === undefined ? [] : [`Member must satisfy enum value set: [${values.join(', ')}]`]),
  ];
}
