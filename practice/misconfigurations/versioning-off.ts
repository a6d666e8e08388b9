import { createBucket, removeBucket } from './changes/buckets.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'versioning-off',
  step: 3,
  says: 'The deploy bucket was made anew, without versioning',
  apply: async (lab) => {
    await removeBucket(lab, lab.names.deployBucket);
    await createBucket(lab, lab.names.deployBucket, { versioned: false });
    return {};
  },
};
