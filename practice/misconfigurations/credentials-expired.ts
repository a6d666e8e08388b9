import { exportCommands, temporaryKey } from './changes/keys.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'credentials-expired',
  step: 1,
  says: 'Temporary credentials whose session has ended',
  apply: async (lab) => {
    return exportCommands(await temporaryKey(lab, -60));
  },
};
