import { makeConnection, removeConnections } from './changes/connections.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'connection-other-name',
  step: 4,
  says: 'The connection was made anew under another name',
  apply: async (site) => {
    await removeConnections(site);
    const { seat } = site.names.tags;
    await makeConnection(site, { name: seat === undefined ? 'my-connection' : `${seat}-connection` });
    return {};
  },
};
