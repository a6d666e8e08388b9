import type { NormalizedSchema } from '@smithy/core/schema';

/**
 * A value that matches a schema: every member has a value, lists have two items, the depth is bounded. Strings contain
 * characters that each protocol has to escape.
 */
export function sample(schema: NormalizedSchema, name = 'x', depth = 0): unknown {
  if (schema.isStructSchema()) {
    const value: Record<string, unknown> = {};
    for (const [key, member] of schema.structIterator()) {
      if (depth > 4) break;
      value[key] = sample(member, key, depth + 1);
      if (schema.isUnionSchema()) break;
    }
    return value;
  }
  if (schema.isListSchema()) return [1, 2].map(() => sample(schema.getValueSchema(), name, depth + 1));
  if (schema.isMapSchema()) return { one: sample(schema.getValueSchema(), name, depth + 1) };
  if (schema.isBooleanSchema()) return true;
  if (schema.isTimestampSchema()) return new Date('2026-03-04T05:06:07Z');
  if (schema.isBlobSchema()) return new Uint8Array(Buffer.from('bytes'));
  if (schema.isNumericSchema()) return 7;
  return `${name}-a&b<c>"d" é`;
}

/** Text of the characters that headers and labels allow, for members that travel there. */
export function plain(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/[^A-Za-z0-9-]/g, '').toLowerCase();
  if (Array.isArray(value)) return value.map(plain);
  if (
    typeof value === 'object' &&
    value !== null &&
    !(value instanceof Date) &&
    !(value instanceof Uint8Array)
  )
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  return value;
}
