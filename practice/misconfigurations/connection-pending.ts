import { setStatus } from './changes/connections.ts';
import type { Misconfiguration } from './lab.ts';

/** The connection keeps its ARN, so that finishing the handshake fixes the lab. */
export const misconfiguration: Misconfiguration = {
  id: 'connection-pending',
  step: 4,
  says: 'The handshake of the connection is unfinished',
  apply: async (lab) => {
    await setStatus(lab, 'PENDING');
    return {};
  },
};
