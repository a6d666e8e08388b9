import { pushCommit, readBranchFile } from './changes/git.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'artifact-not-commit',
  step: 6,
  says: 'The history of the branch was written anew, and pushed by force',
  apply: async (lab) => {
    const page = await readBranchFile(lab, 'index.html');
    await pushCommit(lab, 'One commit for all', { 'index.html': page }, { orphan: true });
    return {};
  },
};
