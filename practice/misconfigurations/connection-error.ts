import { setStatus } from './changes/connections.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'connection-error',
  step: 4,
  says: 'The connection is in status ERROR',
  apply: async (lab) => {
    await setStatus(lab, 'ERROR');
    return {};
  },
};
