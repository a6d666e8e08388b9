import { cleanUpExcept } from './changes/cleanup.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'pipeline-left',
  step: 9,
  says: 'A cleanup by hand that forgot the pipeline',
  apply: async (lab) => {
    await cleanUpExcept(lab, ['pipeline']);
    return {};
  },
};
