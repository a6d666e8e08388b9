import { UsageError } from './errors.ts';
import { membersOf, requiredOf, type Schema } from './schema.ts';
import { isRecord } from './value.ts';

/**
 * Holds an input to its schema, before anything is sent, and turns timestamps and blobs (base64) into what the
 * SDK takes. All that is wrong is said at once, in the CLI's words. `opaque` members are given, but not known.
 */
export function validated(
  schema: Schema,
  input: Record<string, unknown>,
  opaque: ReadonlySet<string> = new Set(),
): Record<string, unknown> {
  const wrong: string[] = [];
  const result = structure(schema, input, '', wrong, opaque);
  if (wrong.length > 0) throw new UsageError(`Parameter validation failed:\n${wrong.join('\n')}`);
  return result;
}

function structure(
  schema: Schema,
  value: Record<string, unknown>,
  path: string,
  wrong: string[],
  opaque: ReadonlySet<string> = new Set(),
): Record<string, unknown> {
  const members = membersOf(schema);
  const place = path === '' ? 'input' : path;
  for (const name of requiredOf(schema)) {
    // An idempotency token is filled in by the SDK.
    if (value[name] === undefined && !opaque.has(name) && !members.get(name)?.isIdempotencyToken()) {
      wrong.push(`Missing required parameter in ${place}: "${name}"`);
    }
  }
  const result: Record<string, unknown> = {};
  for (const [name, element] of Object.entries(value)) {
    const member = members.get(name);
    if (member === undefined) {
      wrong.push(
        `Unknown parameter in ${place}: "${name}", must be one of: ${[...members.keys()].join(', ')}`,
      );
    } else result[name] = any(member, element, path === '' ? name : `${path}.${name}`, wrong);
  }
  return result;
}

function any(schema: Schema, value: unknown, path: string, wrong: string[]): unknown {
  const mismatch = (valid: string) => {
    wrong.push(
      `Invalid type for parameter ${path}, value: ${JSON.stringify(value)}, type: ${typeName(value)}, valid types: ${valid}`,
    );
    return value;
  };
  if (schema.isStructSchema()) {
    return isRecord(value) ? structure(schema, value, path, wrong) : mismatch('structure');
  }
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) return mismatch('list');
    return value.map((element, index) => any(schema.getValueSchema(), element, `${path}[${index}]`, wrong));
  }
  if (schema.isMapSchema()) {
    if (!isRecord(value)) return mismatch('map');
    const element = schema.getValueSchema();
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, any(element, each, `${path}.${key}`, wrong)]),
    );
  }
  if (schema.isTimestampSchema()) {
    const date = new Date(typeof value === 'number' ? value * 1000 : String(value));
    return Number.isNaN(date.getTime()) ? mismatch('timestamp') : date;
  }
  if (schema.isBlobSchema()) {
    if (value instanceof Uint8Array) return value;
    return typeof value === 'string' ? Buffer.from(value, 'base64') : mismatch('blob');
  }
  if (schema.isBooleanSchema()) return typeof value === 'boolean' ? value : mismatch('boolean');
  if (schema.isNumericSchema()) return typeof value === 'number' ? value : mismatch('number');
  if (schema.isStringSchema()) return typeof value === 'string' ? value : mismatch('string');
  return value;
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'object' ? 'structure' : typeof value;
}
