import { allowPublicRead, blockPublicAccess } from './changes/buckets.ts';
import type { Misconfiguration } from './lab.ts';

/** Turns Block Public Access on again after it attached the policy. The policy stays, but has no effect. */
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
