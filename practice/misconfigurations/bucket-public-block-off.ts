import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'bucket-public-block-off',
  step: 3,
  says: 'Block Public Access was taken off the deploy bucket',
  apply: async (site) => {
    await site.call('s3', 'DeletePublicAccessBlock', { Bucket: site.names.deployBucket });
    return {};
  },
};
