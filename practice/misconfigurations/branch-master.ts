import { renameBranch } from './changes/git.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'branch-master',
  step: 2,
  says: 'The branch is called master at the git host',
  apply: async (lab) => {
    await renameBranch(lab, 'master');
    return {};
  },
};
