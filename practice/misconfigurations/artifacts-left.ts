import { cleanUpExcept } from './changes/cleanup.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'artifacts-left',
  step: 9,
  says: 'A cleanup by hand that forgot the artifacts',
  apply: async (lab) => {
    await cleanUpExcept(lab, ['artifacts']);
    return {};
  },
};
