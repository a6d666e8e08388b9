import { removeBucket } from './changes/buckets.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'bucket-missing',
  step: 3,
  says: 'The deploy bucket was deleted',
  apply: async (site) => {
    await removeBucket(site, site.names.deployBucket);
    return {};
  },
};
