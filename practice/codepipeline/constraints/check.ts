import { validation } from '../errors.ts';
import type { Shape } from './shapes.ts';

/** Throws the ValidationException that AWS answers, naming every member that is out of bounds. */
export function check(shape: Shape, input: unknown): void {
  const found = [...failures(shape, input, '')];
  if (found.length === 0) return;
  const head = `${found.length} validation error${found.length === 1 ? '' : 's'} detected`;
  throw validation(`${head}: ${found.join('; ')}`);
}

function* failures(shape: Shape, value: unknown, at: string): Generator<string> {
  if (value === undefined || value === null) return;
  const fault = (rule: string) => `Value ${shown(value)} at '${at}' failed to satisfy constraint: ${rule}`;
  if (shape.kind === 'string') {
    const string = String(value);
    yield* bounds(shape, string.length, 'length', fault);
    if (shape.pattern !== undefined && !new RegExp(`^(?:${shape.pattern})$`).test(string)) {
      yield fault(`Member must satisfy regular expression pattern: ${shape.pattern}`);
    }
    if (shape.values !== undefined && !shape.values.includes(string)) {
      yield fault(`Member must satisfy enum value set: [${shape.values.join(', ')}]`);
    }
  } else if (shape.kind === 'number') {
    yield* bounds(shape, Number(value), 'value', fault);
  } else if (shape.kind === 'list' && Array.isArray(value)) {
    yield* bounds(shape, value.length, 'length', fault);
    for (const [index, item] of value.entries()) {
      yield* failures(shape.of, item, `${at}.${index + 1}.member`);
    }
  } else if (shape.kind === 'map') {
    for (const [key, item] of Object.entries(value)) {
      yield* failures(shape.key, key, at);
      yield* failures(shape.value, item, `${at}.${key}.member`);
    }
  } else if (shape.kind === 'structure') {
    yield* members(shape, value as Record<string, unknown>, at);
  }
}

function* members(
  shape: Extract<Shape, { kind: 'structure' }>,
  value: Record<string, unknown>,
  at: string,
): Generator<string> {
  for (const [name, member] of Object.entries(shape.members)) {
    const path = at === '' ? name : `${at}.${name}`;
    if ((value[name] ?? null) !== null) yield* failures(member, value[name], path);
    else if (shape.required.includes(name)) {
      yield `Value null at '${path}' failed to satisfy constraint: Member must not be null`;
    }
  }
}

function* bounds(
  { min, max }: { min?: number; max?: number },
  size: number,
  measure: 'length' | 'value',
  fault: (rule: string) => string,
): Generator<string> {
  if (max !== undefined && size > max)
    yield fault(`Member must have ${measure} less than or equal to ${max}`);
  if (min !== undefined && size < min)
    yield fault(`Member must have ${measure} greater than or equal to ${min}`);
}

function shown(value: unknown): string {
  return `'${typeof value === 'object' ? JSON.stringify(value) : String(value)}'`;
}
