import { renameBranch } from './changes/git.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'branch-master',
  step: 2,
  says: 'The branch is called master at the git host',
  apply: async (site) => {
    await renameBranch(site, 'master');
    return {};
  },
};
