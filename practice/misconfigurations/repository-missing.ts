import { renameRepository } from './changes/git.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'repository-missing',
  step: 2,
  says: 'The repository was renamed at the git host',
  apply: async (lab) => {
    await renameRepository(lab);
    return {};
  },
};
