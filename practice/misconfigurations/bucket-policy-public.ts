import { allowPublicRead, blockPublicAccess } from './changes/buckets.ts';
import type { Misconfiguration } from './lab.ts';

/** Block Public Access is put on again: it takes the policy its effect, and leaves it where it is. */
export const misconfiguration: Misconfiguration = {
  id: 'bucket-policy-public',
  step: 3,
  says: 'A policy that opens the deploy bucket was put on it',
  apply: async (lab) => {
    await allowPublicRead(lab, lab.names.deployBucket);
    await blockPublicAccess(lab, lab.names.deployBucket);
    return {};
  },
};
