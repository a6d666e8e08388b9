import { setVersioning } from './changes/buckets.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'versioning-suspended',
  step: 3,
  says: 'Versioning of the deploy bucket was suspended',
  apply: async (site) => {
    await setVersioning(site, site.names.deployBucket, 'Suspended');
    return {};
  },
};
