import { digestOf } from '../account/stated.ts';
import type { PageContent } from './values.ts';

/** The lab's page: the one file whose way from commit to bucket is proven. */
export const pageFile = 'index.html';

export function pageContent(bytes: Uint8Array, contentType?: string): PageContent {
  return {
    ...digestOf(bytes),
    ...(contentType === undefined ? {} : { contentType }),
  };
}
