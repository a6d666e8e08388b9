import { contentDigest, redactedContent } from '../account/content-digest.ts';

/** A value that JSON cannot represent becomes an object with one key, which begins with this tag. */
const typeTag = '$as:';

const isZip = (bytes: Uint8Array) =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

/**
 * Bytes are stored as their hash, their number, and their text (the first 64 KiB), which judges and people read. A
 * zip is stored without text, because the file that is read from it is recorded as an answer of its own.
 */
function bytesOf(value: Uint8Array) {
  const { sha256, bytes, text } = contentDigest(value);
  return { sha256, bytes, text: isZip(value) ? '' : text };
}

function tagged(kind: string, value: unknown): Record<string, unknown> {
  return { [typeTag + kind]: value };
}

/** Encodes a value of an answer for JSON, so that `decode` restores dates, bytes, maps, sets and undefined. */
export function encode(value: unknown): unknown {
  if (value === undefined) return tagged('undefined', true);
  if (typeof value === 'bigint') return tagged('bigint', String(value));
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)))
    return tagged('number', Object.is(value, -0) ? '-0' : String(value));
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date)
    return tagged('date', Number.isNaN(value.getTime()) ? 'invalid' : value.toISOString());
  if (value instanceof Uint8Array) return tagged('bytes', bytesOf(value));
  if (value instanceof Map)
    return tagged(
      'map',
      [...value].map(([key, item]) => [encode(key), encode(item)]),
    );
  if (value instanceof Set) return tagged('set', [...value].map(encode));
  if (Array.isArray(value)) return value.map(encode);
  const entries = Object.entries(value).map(([key, item]) => [key, encode(item)] as const);
  const looksTagged = entries.length === 1 && entries[0]?.[0].startsWith(typeTag);
  return looksTagged ? tagged('object', entries) : Object.fromEntries(entries);
}

const decoders: Record<string, (value: never) => unknown> = {
  undefined: () => undefined,
  bigint: (value: string) => BigInt(value),
  number: (value: string) => Number(value),
  date: (value: string) => new Date(value),
  bytes: (value: { sha256: string; bytes: number; text: string }) => redactedContent(value),
  map: (value: [unknown, unknown][]) => new Map(value.map(([key, item]) => [decode(key), decode(item)])),
  set: (value: unknown[]) => new Set(value.map(decode)),
  object: (value: [string, unknown][]) => Object.fromEntries(value.map(([key, item]) => [key, decode(item)])),
};

/** Decodes a value; decoded bytes have the digest of the original ones. Throws for what `encode` never writes. */
export function decode(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(decode);
  const entries = Object.entries(value);
  const [key = '', item] = entries.length === 1 ? (entries[0] ?? []) : [];
  if (!key.startsWith(typeTag))
    return Object.fromEntries(entries.map(([name, inner]) => [name, decode(inner)]));
  const decoder = decoders[key.slice(typeTag.length)];
  if (decoder === undefined) throw new TypeError(`${key} is no kind of value`);
  return decoder(item as never);
}
