import { exported, temporaryKey } from './changes/keys.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'session-ending',
  step: 1,
  says: 'Temporary credentials with five minutes left',
  apply: async (site) => {
    return exported(await temporaryKey(site, 5 * 60));
  },
};
