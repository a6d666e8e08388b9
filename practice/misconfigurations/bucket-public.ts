import { openByPolicy } from './changes/buckets.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'bucket-public',
  step: 7,
  says: 'Everybody may read the deploy bucket',
  apply: async (site) => {
    await openByPolicy(site, site.names.deployBucket);
    return {};
  },
};
