import { removeRole, roleOf } from './changes/roles.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'role-missing',
  step: 5,
  says: 'The role of the pipeline was deleted',
  apply: async (lab) => {
    await removeRole(lab, await roleOf(lab));
    return {};
  },
};
