import { createConnection, removeConnections } from './changes/connections.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'connection-provider',
  step: 4,
  says: 'The connection was made anew to Bitbucket',
  apply: async (lab) => {
    await removeConnections(lab);
    await createConnection(lab, { provider: 'Bitbucket' });
    return {};
  },
};
