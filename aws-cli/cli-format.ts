import type { Operation, Schema } from './schema.ts';
import { isoTime } from './time.ts';

/**
 * Converts an answer of the SDK to what the CLI shows: members in the order of the schema, timestamps as ISO 8601,
 * bytes as base64, and no members that the SDK adds.
 */
export function inCliFormat(operation: Operation, answer: Record<string, unknown>): Record<string, unknown> {
  // Version 2 of the CLI prints the JSON services' times, which come as numbers, in the machine's time zone,
  // and those that come as text (S3, IAM, STS) in UTC.
  const inLocalTime = operation.service.startsWith('code');
  if (!operation.output.isStructSchema()) return {};
  const shown = formatValue(operation.output, answer, inLocalTime) as Record<string, unknown>;
  return operation.service === 'iam' ? (withDocuments(shown) as Record<string, unknown>) : shown;
}

const DOCUMENTS = ['AssumeRolePolicyDocument', 'PolicyDocument', 'Document'];

/** IAM returns policies as URL-encoded JSON; the CLI shows them decoded. */
function withDocuments(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withDocuments);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      typeof each === 'string' && DOCUMENTS.includes(name) ? documentOf(each) : withDocuments(each),
    ]),
  );
}

function documentOf(text: string): unknown {
  try {
    return JSON.parse(decodeURIComponent(text));
  } catch {
    return text;
  }
}

function formatValue(schema: Schema, value: unknown, inLocalTime: boolean): unknown {
  if (value === null || value === undefined) return null;
  if (schema.isStructSchema()) {
    const object = value as Record<string, unknown>;
    const shown: Record<string, unknown> = {};
    for (const [name, member] of schema.structIterator()) {
      if (object[name] !== undefined && !member.isStreaming())
        shown[name] = formatValue(member, object[name], inLocalTime);
    }
    return shown;
  }
  if (schema.isListSchema()) {
    const element = schema.getValueSchema();
    return (value as unknown[]).map((each) => formatValue(element, each, inLocalTime));
  }
  if (schema.isMapSchema()) {
    const element = schema.getValueSchema();
    const entries = Object.entries(value as Record<string, unknown>);
    return Object.fromEntries(entries.map(([key, each]) => [key, formatValue(element, each, inLocalTime)]));
  }
  if (value instanceof Date) return isoTime(value, inLocalTime);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return typeof value === 'bigint' ? Number(value) : value;
}
