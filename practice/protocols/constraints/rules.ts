import type { ConstraintTable, ShapeConstraint } from './constraint-table.ts';

const compiledPatterns = new Map<string, RegExp>();

/** AWS's patterns are for Java. They write characters beyond U+FFFF in a form that JavaScript cannot parse. */
function compile(pattern: string): RegExp {
  const cached = compiledPatterns.get(pattern);
  if (cached !== undefined) return cached;
  const text = pattern.replaceAll('\\u10000-\\u10FFFF', '\\u{10000}-\\u{10FFFF}');
  const regex = new RegExp(`^(?:${text})$`, 'u');
  compiledPatterns.set(pattern, regex);
  return regex;
}

/** A value's size as AWS measures it: the value of a number, else the length. */
function sizeOf(value: unknown): [measure: 'length' | 'value', size: number] {
  if (typeof value === 'number') return ['value', value];
  // AWS counts the code points of a string, not its UTF-16 units. [seen]
  if (typeof value === 'string') return ['length', [...value].length];
  if (Array.isArray(value) || value instanceof Uint8Array) return ['length', value.length];
  return ['length', Object.keys(value as object).length];
}

/** A rule that a value violates: its kind, and AWS's error message. */
export interface RuleViolation {
  kind: 'size' | 'pattern' | 'enum' | 'nested';
  message: string;
}

/** The rules of size, pattern and enum that a value violates. */
export function violationsOf(constraint: ShapeConstraint, value: unknown): RuleViolation[] {
  const [measure, size] = sizeOf(value);
  const violations: RuleViolation[] = [];
  if (constraint.max !== undefined && size > constraint.max)
    violations.push({ kind: 'size', message: `have ${measure} less than or equal to ${constraint.max}` });
  if (constraint.min !== undefined && size < constraint.min)
    violations.push({ kind: 'size', message: `have ${measure} greater than or equal to ${constraint.min}` });
  if (
    constraint.pattern !== undefined &&
    typeof value === 'string' &&
    !compile(constraint.pattern).test(value)
  )
    violations.push({
      kind: 'pattern',
      message: `satisfy regular expression pattern: ${constraint.pattern}`,
    });
  if (constraint.enum !== undefined && typeof value === 'string' && !constraint.enum.includes(value))
    violations.push({ kind: 'enum', message: `satisfy enum value set: [${constraint.enum.join(', ')}]` });
  return violations.map(({ kind, message }) => ({ kind, message: `Member must ${message}` }));
}

/**
 * Violations inside a list or map of simple values. AWS names the list, not the item, and lists every rule of the
 * item's shape. [seen]
 */
export function nestedViolations(
  table: ConstraintTable,
  constraint: ShapeConstraint,
  value: unknown,
): RuleViolation[] {
  const parts: [name: string | undefined, head: string, items: unknown[]][] = Array.isArray(value)
    ? [[constraint.each, 'Member must satisfy constraint', value]]
    : [
        [constraint.key, 'Map keys must satisfy constraint', Object.keys(value as object)],
        [constraint.value, 'Map value must satisfy constraint', Object.values(value as object)],
      ];
  return parts.flatMap(([name, prefix, items]) => {
    const shape = name === undefined ? undefined : table.shapes[name];
    if (shape === undefined || !items.some((item) => violationsOf(shape, item).length > 0)) return [];
    return [{ kind: 'nested' as const, message: `${prefix}: [${ruleTexts(shape).join(', ')}]` }];
  });
}

function ruleTexts({ min, max, pattern, enum: values }: ShapeConstraint): string[] {
  return [
    ...(max === undefined ? [] : [`Member must have length less than or equal to ${max}`]),
    ...(min === undefined ? [] : [`Member must have length greater than or equal to ${min}`]),
    ...(pattern === undefined ? [] : [`Member must satisfy regular expression pattern: ${pattern}`]),
    ...(values === undefined ? [] : [`Member must satisfy enum value set: [${values.join(', ')}]`]),
  ];
}
