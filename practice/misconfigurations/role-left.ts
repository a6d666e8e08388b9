import { cleanUpExcept } from './changes/cleanup.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'role-left',
  step: 9,
  says: 'A cleanup by hand that forgot the role',
  apply: async (lab) => {
    await cleanUpExcept(lab, ['role']);
    return {};
  },
};
