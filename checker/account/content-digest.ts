import { createHash } from 'node:crypto';

/** What judges need to know about some bytes. */
export interface ContentDigest {
  sha256: string;
  /** The number of bytes. */
  bytes: number;
  /** The first 64 KiB. */
  text: string;
}

const maxTextBytes = 64 * 1024;

/** The original digests of bytes that evidence contains only in part. */
const recordedDigests = new WeakMap<Uint8Array, ContentDigest>();

/**
 * Returns bytes that replace others in evidence: the originals are too long, or contain a secret. Their digest is
 * that of the originals.
 */
export function redactedContent(digest: ContentDigest): Uint8Array {
  const bytes = new Uint8Array(Buffer.from(digest.text, 'utf8'));
  recordedDigests.set(bytes, digest);
  return bytes;
}

/** The digest of these bytes, or of the originals that `redactedContent` replaced. */
export function contentDigest(bytes: Uint8Array): ContentDigest {
  return (
    recordedDigests.get(bytes) ?? {
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes: bytes.length,
      text: Buffer.from(bytes.subarray(0, maxTextBytes)).toString('utf8'),
    }
  );
}
