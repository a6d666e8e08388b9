import { removeConnections } from './changes/connections.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'connection-missing',
  step: 4,
  says: 'Every connection to GitHub was deleted',
  apply: async (site) => {
    await removeConnections(site, ({ ProviderType }) => ProviderType === 'GitHub');
    return {};
  },
};
