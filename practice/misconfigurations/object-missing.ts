import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'object-missing',
  step: 6,
  says: 'The page was deleted from the deploy bucket',
  apply: async (site) => {
    await site.call('s3', 'DeleteObject', { Bucket: site.names.deployBucket, Key: 'index.html' });
    return {};
  },
};
