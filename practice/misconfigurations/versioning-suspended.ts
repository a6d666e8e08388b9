import { setVersioning } from './changes/buckets.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'versioning-suspended',
  step: 3,
  says: 'Versioning of the deploy bucket was suspended',
  apply: async (lab) => {
    await setVersioning(lab, lab.names.deployBucket, 'Suspended');
    return {};
  },
};
