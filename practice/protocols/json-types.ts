import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../core/errors.ts';

const refuse = (message: string) => new AwsError('SerializationException', message);

/** What AWS's reader calls a value that it meets where another kind is due. [known] */
function tokenOf(value: unknown): string {
  if (typeof value === 'string') return 'STRING_VALUE';
  if (typeof value === 'number') return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
  return value === true ? 'TRUE_VALUE' : 'FALSE_VALUE';
}

/**
 * Holds a JSON document to its schema's types, which the codec does not: it hands on what it finds.
 * Members that the schema does not know are passed over, and so is `null` for a member that is absent.
 * @throws AwsError `SerializationException`
 */
export function demandTypes(schema: NormalizedSchema, value: unknown): void {
  if (schema.isDocumentSchema()) return;
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw refuse('Unexpected field type: expected list or null');
    for (const item of value) {
      // What would a gap in a list mean? AWS has no such list here.
      if (item === null) throw refuse('Unexpected null in a list');
      demandTypes(schema.getValueSchema(), item);
    }
    return;
  }
  if (schema.isMapSchema() || schema.isStructSchema()) {
    if (Array.isArray(value)) throw refuse('Start of list found where not expected.');
    if (typeof value !== 'object' || value === null)
      throw refuse('Unexpected field type: expected structure or null');
    const record = value as Record<string, unknown>;
    if (schema.isMapSchema()) {
      for (const item of Object.values(record)) {
        if (item === null) throw refuse('Unexpected null in a map');
        demandTypes(schema.getValueSchema(), item);
      }
    } else {
      for (const [name, member] of schema.structIterator())
        if (Object.hasOwn(record, name) && record[name] !== null) demandTypes(member, record[name]);
    }
    return;
  }
  demandScalar(schema, value);
}

function demandScalar(schema: NormalizedSchema, value: unknown): void {
  if (Array.isArray(value)) throw refuse('Start of list found where not expected.');
  if (typeof value === 'object') throw refuse('Start of structure or map found where not expected.');
  const due = schema.isBooleanSchema()
    ? 'Boolean'
    : schema.isNumericSchema()
      ? 'Integer'
      : schema.isTimestampSchema()
        ? 'Timestamp'
        : 'String';
  const fits =
    due === 'Boolean'
      ? typeof value === 'boolean'
      : due === 'String'
        ? typeof value === 'string'
        : typeof value === 'number' && Number.isFinite(value);
  if (!fits)
    throw refuse(`${tokenOf(value)} can not be converted to ${due === 'Integer' ? 'an' : 'a'} ${due}`);
}
