import { cleanUpBut } from './changes/cleanup.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'pipeline-left',
  step: 9,
  says: 'A cleanup by hand that forgot the pipeline',
  apply: async (site) => {
    await cleanUpBut(site, ['pipeline']);
    return {};
  },
};
