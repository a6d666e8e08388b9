import { makeConnection } from './changes/connections.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'connection-duplicate',
  step: 4,
  says: 'A second connection of the same name was made',
  apply: async (site) => {
    await makeConnection(site, { available: false });
    return {};
  },
};
