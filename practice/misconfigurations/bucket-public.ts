import { allowPublicRead } from './changes/buckets.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'bucket-public',
  step: 7,
  says: 'Everybody may read the deploy bucket',
  apply: async (lab) => {
    await allowPublicRead(lab, lab.names.deployBucket);
    return {};
  },
};
