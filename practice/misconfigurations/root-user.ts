import { exported, rootKey } from './changes/keys.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'root-user',
  step: 1,
  says: 'An access key of the root user',
  apply: async (site) => {
    return exported(rootKey(site));
  },
};
