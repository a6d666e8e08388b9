import { createHash } from 'node:crypto';
import type { PageContent } from './values.ts';

/** The lab's page: the one file whose way from commit to bucket is proven. */
export const pageFile = 'index.html';

export function pageContent(bytes: Uint8Array, contentType?: string): PageContent {
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    text: Buffer.from(bytes.subarray(0, 64 * 1024)).toString('utf8'),
    ...(contentType === undefined ? {} : { contentType }),
  };
}
