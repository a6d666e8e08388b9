import { pushCommit, readBranchFile } from './changes/git.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'page-missing',
  step: 2,
  says: 'index.html was renamed to home.html, and that was pushed',
  apply: async (lab) => {
    await pushCommit(lab, 'Rename the page', {
      'home.html': await readBranchFile(lab, 'index.html'),
      'index.html': undefined,
    });
    return {};
  },
};
