import { cleanUpExcept } from './changes/cleanup.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'connection-left',
  step: 9,
  says: 'A cleanup by hand that forgot the connection',
  apply: async (lab) => {
    await cleanUpExcept(lab, ['connection']);
    return {};
  },
};
