import { renameBranch } from './changes/git.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'branch-missing',
  step: 2,
  says: 'The branch was renamed to trunk at the git host',
  apply: async (lab) => {
    await renameBranch(lab, 'trunk');
    return {};
  },
};
