import { cleanUpBut } from './changes/cleanup.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'connection-left',
  step: 9,
  says: 'A cleanup by hand that forgot the connection',
  apply: async (site) => {
    await cleanUpBut(site, ['connection']);
    return {};
  },
};
