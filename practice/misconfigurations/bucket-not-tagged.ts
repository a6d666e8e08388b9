import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'bucket-not-tagged',
  step: 3,
  says: 'The tags of the deploy bucket were deleted',
  apply: async (lab) => {
    await lab.call('s3', 'DeleteBucketTagging', { Bucket: lab.names.deployBucket });
    return {};
  },
};
