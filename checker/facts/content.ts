import { defined } from '../../base/defined.ts';
import { contentDigest } from '../account/content-digest.ts';
import type { PageContent } from './values.ts';

/** The lab's page: the file that the checks follow from the commit to the bucket. */
export const pageFile = 'index.html';

export function pageContent(bytes: Uint8Array, contentType?: string): PageContent {
  return {
    ...contentDigest(bytes),
    ...defined({ contentType }),
  };
}
