import { renameRepository } from './changes/git.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'repository-missing',
  step: 2,
  says: 'The repository was renamed at the git host',
  apply: async (site) => {
    await renameRepository(site);
    return {};
  },
};
