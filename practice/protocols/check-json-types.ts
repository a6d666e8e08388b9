import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../core/errors.ts';

const serializationError = (message: string) => new AwsError('SerializationException', message);

/** The name that AWS's JSON parser gives a value of an unexpected type in its error message. [known] */
function jsonTokenName(value: unknown): string {
  if (typeof value === 'string') return 'STRING_VALUE';
  if (typeof value === 'number') return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
  return value === true ? 'TRUE_VALUE' : 'FALSE_VALUE';
}

/**
 * Checks a JSON document against its schema's types. The codec does not check them and passes on any value.
 * Members that are not in the schema are ignored, and so are members that are `null`.
 * @throws AwsError `SerializationException`
 */
export function requireTypes(schema: NormalizedSchema, value: unknown): void {
  if (schema.isDocumentSchema()) return;
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw serializationError('Unexpected field type: expected list or null');
    for (const item of value) {
      // None of the services' lists allows null items.
      if (item === null) throw serializationError('Unexpected null in a list');
      requireTypes(schema.getValueSchema(), item);
    }
    return;
  }
  if (schema.isMapSchema() || schema.isStructSchema()) {
    if (Array.isArray(value)) throw serializationError('Start of list found where not expected.');
    if (typeof value !== 'object' || value === null)
      throw serializationError('Unexpected field type: expected structure or null');
    const record = value as Record<string, unknown>;
    if (schema.isMapSchema()) {
      for (const item of Object.values(record)) {
        if (item === null) throw serializationError('Unexpected null in a map');
        requireTypes(schema.getValueSchema(), item);
      }
    } else {
      for (const [name, member] of schema.structIterator())
        if (Object.hasOwn(record, name) && record[name] !== null) requireTypes(member, record[name]);
    }
    return;
  }
  requireScalarType(schema, value);
}

function requireScalarType(schema: NormalizedSchema, value: unknown): void {
  if (Array.isArray(value)) throw serializationError('Start of list found where not expected.');
  if (typeof value === 'object')
    throw serializationError('Start of structure or map found where not expected.');
  const expectedType = schema.isBooleanSchema()
    ? 'Boolean'
    : schema.isNumericSchema()
      ? 'Integer'
      : schema.isTimestampSchema()
        ? 'Timestamp'
        : 'String';
  const fits =
    expectedType === 'Boolean'
      ? typeof value === 'boolean'
      : expectedType === 'String'
        ? typeof value === 'string'
        : typeof value === 'number' && Number.isFinite(value);
  if (!fits)
    throw serializationError(
      `${jsonTokenName(value)} can not be converted to ${expectedType === 'Integer' ? 'an' : 'a'} ${expectedType}`,
    );
}
