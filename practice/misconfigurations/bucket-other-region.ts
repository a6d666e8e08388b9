import { createBucket, removeBucket } from './changes/buckets.ts';
import { type Misconfiguration, otherRegion } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'bucket-other-region',
  step: 3,
  says: 'The deploy bucket was made anew in another region',
  apply: async (lab) => {
    await removeBucket(lab, lab.names.deployBucket);
    await createBucket(lab, lab.names.deployBucket, { region: otherRegion(lab) });
    return {};
  },
};
