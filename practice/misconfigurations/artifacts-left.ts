import { cleanUpBut } from './changes/cleanup.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'artifacts-left',
  step: 9,
  says: 'A cleanup by hand that forgot the artifacts',
  apply: async (site) => {
    await cleanUpBut(site, ['artifacts']);
    return {};
  },
};
