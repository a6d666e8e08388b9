import { createHash, randomBytes } from 'node:crypto';

/** The version id of objects that are stored without versioning. */
export const nullVersion = 'null';

const maskFor = (salt: Buffer) => createHash('sha256').update(salt).digest();

/**
 * A version id: 32 opaque characters. It encodes the version's sequence, so that a list can continue after a version
 * that was deleted since the previous page.
 */
export function newVersionId(sequence: number): string {
  const salt = randomBytes(16);
  const sequenceBytes = Buffer.alloc(8);
  sequenceBytes.writeBigUInt64BE(BigInt(sequence));
  const maskBytes = maskFor(salt);
  const maskedSequence = sequenceBytes.map((byte, i) => byte ^ (maskBytes[i] ?? 0));
  return Buffer.concat([salt, maskedSequence]).toString('base64url').replaceAll('-', '.');
}

export const isVersionId = (text: string): boolean =>
  text === nullVersion || /^[A-Za-z0-9._]{32}$/.test(text);

/** The sequence in a version id; undefined for `null` and for an invalid version id. */
export function sequenceOf(versionId: string): number | undefined {
  if (versionId === nullVersion || !isVersionId(versionId)) return undefined;
  const bytes = Buffer.from(versionId.replaceAll('.', '-'), 'base64url');
  const maskBytes = maskFor(bytes.subarray(0, 16));
  const sequenceBytes = Buffer.from(bytes.subarray(16, 24).map((byte, i) => byte ^ (maskBytes[i] ?? 0)));
  return Number(sequenceBytes.readBigUInt64BE());
}
