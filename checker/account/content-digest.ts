import { createHash } from 'node:crypto';

/** What is known of some bytes: enough to judge them by. */
export interface ContentDigest {
  sha256: string;
  /** How many. */
  bytes: number;
  /** The first 64 KiB. */
  text: string;
}

const maxTextBytes = 64 * 1024;

/** Bytes out of evidence: of what was kept of them, and what was said of the whole. */
const recordedDigests = new WeakMap<Uint8Array, ContentDigest>();

/** Bytes that stand for others: too long to be kept, or with a secret taken out. */
export function redactedContent(digest: ContentDigest): Uint8Array {
  const bytes = new Uint8Array(Buffer.from(digest.text, 'utf8'));
  recordedDigests.set(bytes, digest);
  return bytes;
}

export function contentDigest(bytes: Uint8Array): ContentDigest {
  return (
    recordedDigests.get(bytes) ?? {
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes: bytes.length,
      text: Buffer.from(bytes.subarray(0, maxTextBytes)).toString('utf8'),
    }
  );
}
