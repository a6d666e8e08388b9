import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'bucket-public-block-off',
  step: 3,
  says: 'Block Public Access was taken off the deploy bucket',
  apply: async (lab) => {
    await lab.call('s3', 'DeletePublicAccessBlock', { Bucket: lab.names.deployBucket });
    return {};
  },
};
