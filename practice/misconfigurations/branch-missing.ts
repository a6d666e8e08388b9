import { renameBranch } from './changes/git.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'branch-missing',
  step: 2,
  says: 'The branch was renamed to trunk at the git host',
  apply: async (site) => {
    await renameBranch(site, 'trunk');
    return {};
  },
};
