import { makeConnection, removeConnections } from './changes/connections.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'connection-provider',
  step: 4,
  says: 'The connection was made anew to Bitbucket',
  apply: async (site) => {
    await removeConnections(site);
    await makeConnection(site, { provider: 'Bitbucket' });
    return {};
  },
};
