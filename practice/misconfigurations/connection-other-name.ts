import { createConnection, removeConnections } from './changes/connections.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'connection-other-name',
  step: 4,
  says: 'The connection was made anew under another name',
  apply: async (lab) => {
    await removeConnections(lab);
    const { seat } = lab.names.tags;
    await createConnection(lab, { name: seat === undefined ? 'my-connection' : `${seat}-connection` });
    return {};
  },
};
