import { makeConnection, removeConnections } from './changes/connections.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'connection-other-name',
  step: 4,
  says: 'The connection was made anew under another name',
  apply: async (site) => {
    await removeConnections(site);
    await makeConnection(site, { name: 'my-connection' });
    return {};
  },
};
