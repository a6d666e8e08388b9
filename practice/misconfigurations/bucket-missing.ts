import { removeBucket } from './changes/buckets.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'bucket-missing',
  step: 3,
  says: 'The deploy bucket was deleted',
  apply: async (lab) => {
    await removeBucket(lab, lab.names.deployBucket);
    return {};
  },
};
