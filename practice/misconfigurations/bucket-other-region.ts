import { makeBucket, removeBucket } from './changes/buckets.ts';
import { elsewhere, type Fault } from './site.ts';

export const fault: Fault = {
  id: 'bucket-other-region',
  step: 3,
  says: 'The deploy bucket was made anew in another region',
  apply: async (site) => {
    await removeBucket(site, site.names.deployBucket);
    await makeBucket(site, site.names.deployBucket, { region: elsewhere(site) });
    return {};
  },
};
