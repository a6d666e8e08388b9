import { exportCommands, temporaryKey } from './changes/keys.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'session-ending',
  step: 1,
  says: 'Temporary credentials with five minutes left',
  apply: async (lab) => {
    return exportCommands(await temporaryKey(lab, 5 * 60));
  },
};
