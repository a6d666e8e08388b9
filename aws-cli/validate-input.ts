import { UsageError } from './errors.ts';
import { membersOf, requiredOf, type Schema } from './schema.ts';
import { isRecord } from './value.ts';

/**
 * Validates an input by its schema before anything is sent, and converts timestamps and blobs (base64) to what the
 * SDK takes. Throws one UsageError with all problems, in the CLI's words. `opaque` members are given, but their
 * values are unknown.
 */
export function validatedInput(
  schema: Schema,
  input: Record<string, unknown>,
  opaque: ReadonlySet<string> = new Set(),
): Record<string, unknown> {
  const problems: string[] = [];
  const result = validateStructure(schema, input, '', problems, opaque);
  if (problems.length > 0) throw new UsageError(`Parameter validation failed:\n${problems.join('\n')}`);
  return result;
}

function validateStructure(
  schema: Schema,
  value: Record<string, unknown>,
  path: string,
  problems: string[],
  opaque: ReadonlySet<string> = new Set(),
): Record<string, unknown> {
  const members = membersOf(schema);
  const location = path === '' ? 'input' : path;
  for (const name of requiredOf(schema)) {
    // An idempotency token is filled in by the SDK.
    if (value[name] === undefined && !opaque.has(name) && !members.get(name)?.isIdempotencyToken()) {
      problems.push(`Missing required parameter in ${location}: "${name}"`);
    }
  }
  const result: Record<string, unknown> = {};
  for (const [name, element] of Object.entries(value)) {
    const member = members.get(name);
    if (member === undefined) {
      problems.push(
        `Unknown parameter in ${location}: "${name}", must be one of: ${[...members.keys()].join(', ')}`,
      );
    } else result[name] = validateValue(member, element, path === '' ? name : `${path}.${name}`, problems);
  }
  return result;
}

function validateValue(schema: Schema, value: unknown, path: string, problems: string[]): unknown {
  const mismatch = (valid: string) => {
    problems.push(
      `Invalid type for parameter ${path}, value: ${JSON.stringify(value)}, type: ${typeName(value)}, valid types: ${valid}`,
    );
    return value;
  };
  if (schema.isStructSchema()) {
    return isRecord(value) ? validateStructure(schema, value, path, problems) : mismatch('structure');
  }
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) return mismatch('list');
    return value.map((element, index) =>
      validateValue(schema.getValueSchema(), element, `${path}[${index}]`, problems),
    );
  }
  if (schema.isMapSchema()) {
    if (!isRecord(value)) return mismatch('map');
    const element = schema.getValueSchema();
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [
        key,
        validateValue(element, each, `${path}.${key}`, problems),
      ]),
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
