import { setStatus } from './changes/connections.ts';
import type { Fault } from './site.ts';

/** The connection keeps its ARN, so that finishing the handshake mends everything. */
export const fault: Fault = {
  id: 'connection-pending',
  step: 4,
  says: 'The handshake of the connection is unfinished',
  apply: async (site) => {
    await setStatus(site, 'PENDING');
    return {};
  },
};
