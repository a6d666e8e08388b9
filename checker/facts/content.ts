import { contentDigest } from '../account/content-digest.ts';
import type { PageContent } from './values.ts';

/** The lab's page: the one file whose way from commit to bucket is proven. */
export const pageFile = 'index.html';

export function pageContent(bytes: Uint8Array, contentType?: string): PageContent {
  return {
    ...contentDigest(bytes),
    ...(contentType === undefined ? {} : { contentType }),
  };
}
