import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'object-missing',
  step: 6,
  says: 'The page was deleted from the deploy bucket',
  apply: async (lab) => {
    await lab.call('s3', 'DeleteObject', { Bucket: lab.names.deployBucket, Key: 'index.html' });
    return {};
  },
};
