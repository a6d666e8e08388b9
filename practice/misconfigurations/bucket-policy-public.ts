import { blockPublicAccess, openByPolicy } from './changes/buckets.ts';
import type { Fault } from './site.ts';

/** Block Public Access is put on again: it takes the policy its effect, and leaves it where it is. */
export const fault: Fault = {
  id: 'bucket-policy-public',
  step: 3,
  says: 'A policy that opens the deploy bucket was put on it',
  apply: async (site) => {
    await openByPolicy(site, site.names.deployBucket);
    await blockPublicAccess(site, site.names.deployBucket);
    return {};
  },
};
