import { createConnection, removeConnections } from './changes/connections.ts';
import { type Misconfiguration, otherRegion, useRegion } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'connection-other-region',
  step: 4,
  says: 'The connection was made anew in another region',
  apply: async (lab) => {
    await removeConnections(lab, ({ ProviderType }) => ProviderType === 'GitHub');
    await createConnection(lab, { region: otherRegion(lab) });
    return useRegion(otherRegion(lab));
  },
};
