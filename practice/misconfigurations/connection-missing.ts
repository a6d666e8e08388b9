import { removeConnections } from './changes/connections.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'connection-missing',
  step: 4,
  says: 'Every connection to GitHub was deleted',
  apply: async (lab) => {
    await removeConnections(lab, ({ ProviderType }) => ProviderType === 'GitHub');
    return {};
  },
};
