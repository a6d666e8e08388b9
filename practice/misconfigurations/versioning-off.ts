import { makeBucket, removeBucket } from './changes/buckets.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'versioning-off',
  step: 3,
  says: 'The deploy bucket was made anew, without versioning',
  apply: async (site) => {
    await removeBucket(site, site.names.deployBucket);
    await makeBucket(site, site.names.deployBucket, { versioned: false });
    return {};
  },
};
