import { versionsIn } from './changes/buckets.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'old-version-lost',
  step: 8,
  says: 'The older versions of the page were deleted for good',
  apply: async (site) => {
    const Bucket = site.names.deployBucket;
    for (const { Key, VersionId, isLatest } of await versionsIn(site, Bucket, 'index.html'))
      if (!isLatest) await site.call('s3', 'DeleteObject', { Bucket, Key, VersionId });
    return {};
  },
};
