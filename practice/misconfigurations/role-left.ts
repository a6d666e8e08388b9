import { cleanUpBut } from './changes/cleanup.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'role-left',
  step: 9,
  says: 'A cleanup by hand that forgot the role',
  apply: async (site) => {
    await cleanUpBut(site, ['role']);
    return {};
  },
};
