import { removeRole, roleOf } from './changes/roles.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'role-missing',
  step: 5,
  says: 'The role of the pipeline was deleted',
  apply: async (site) => {
    await removeRole(site, await roleOf(site));
    return {};
  },
};
