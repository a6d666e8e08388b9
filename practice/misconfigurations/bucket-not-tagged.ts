import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'bucket-not-tagged',
  step: 3,
  says: 'The tags of the deploy bucket were deleted',
  apply: async (site) => {
    await site.call('s3', 'DeleteBucketTagging', { Bucket: site.names.deployBucket });
    return {};
  },
};
