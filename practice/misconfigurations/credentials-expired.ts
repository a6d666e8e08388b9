import { exported, temporaryKey } from './changes/keys.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'credentials-expired',
  step: 1,
  says: 'Temporary credentials whose session has ended',
  apply: async (site) => {
    return exported(await temporaryKey(site, -60));
  },
};
