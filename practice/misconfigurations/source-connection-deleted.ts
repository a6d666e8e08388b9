import { makeConnection, removeConnections } from './changes/connections.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'source-connection-deleted',
  step: 5,
  says: 'The connection was deleted and made anew, and the pipeline still has the old one',
  apply: async (site) => {
    await removeConnections(site);
    await makeConnection(site);
    return {};
  },
};
