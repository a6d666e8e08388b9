import { setStatus } from './changes/connections.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'connection-error',
  step: 4,
  says: 'The connection is in status ERROR',
  apply: async (site) => {
    await setStatus(site, 'ERROR');
    return {};
  },
};
