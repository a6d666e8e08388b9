import { listVersions } from './changes/buckets.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'old-version-lost',
  step: 8,
  says: 'The older versions of the page were deleted for good',
  apply: async (lab) => {
    const Bucket = lab.names.deployBucket;
    for (const { Key, VersionId, isLatest } of await listVersions(lab, Bucket, 'index.html'))
      if (!isLatest) await lab.call('s3', 'DeleteObject', { Bucket, Key, VersionId });
    return {};
  },
};
