import { createConnection, removeConnections } from './changes/connections.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'source-connection-deleted',
  step: 5,
  says: 'The connection was deleted and made anew, and the pipeline still has the old one',
  apply: async (lab) => {
    await removeConnections(lab);
    await createConnection(lab);
    return {};
  },
};
