import { exportCommands, rootKey } from './changes/keys.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'root-user',
  step: 1,
  says: 'An access key of the root user',
  apply: async (lab) => {
    return exportCommands(rootKey(lab));
  },
};
