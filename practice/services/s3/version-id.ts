import { createHash, randomBytes } from 'node:crypto';

/** The version id of what is stored without versioning. */
export const nullVersion = 'null';

const maskFor = (salt: Buffer) => createHash('sha256').update(salt).digest();

/**
 * A version id: opaque, 32 characters. The version's sequence is folded into it, so that a listing can go
 * on behind a version that has been deleted since the page before.
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

/** The sequence in a version id, or undefined for `null` and for what is no version id. */
export function sequenceOf(versionId: string): number | undefined {
  if (versionId === nullVersion || !isVersionId(versionId)) return undefined;
  const bytes = Buffer.from(versionId.replaceAll('.', '-'), 'base64url');
  const maskBytes = maskFor(bytes.subarray(0, 16));
  const sequenceBytes = Buffer.from(bytes.subarray(16, 24).map((byte, i) => byte ^ (maskBytes[i] ?? 0)));
  return Number(sequenceBytes.readBigUInt64BE());
}
