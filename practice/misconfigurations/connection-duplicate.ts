import { createConnection } from './changes/connections.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'connection-duplicate',
  step: 4,
  says: 'A second connection of the same name was made',
  apply: async (lab) => {
    await createConnection(lab, { available: false });
    return {};
  },
};
