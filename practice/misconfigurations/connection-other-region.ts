import { makeConnection, removeConnections } from './changes/connections.ts';
import { elsewhere, type Fault, turnedTo } from './site.ts';

export const fault: Fault = {
  id: 'connection-other-region',
  step: 4,
  says: 'The connection was made anew in another region',
  apply: async (site) => {
    await removeConnections(site, ({ ProviderType }) => ProviderType === 'GitHub');
    await makeConnection(site, { region: elsewhere(site) });
    return turnedTo(elsewhere(site));
  },
};
