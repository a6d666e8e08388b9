import { answerApproval, executionOfCommit, newestExecution } from './changes/executions.ts';
import { pushCommit } from './changes/git.ts';
import { recreatePipeline } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'page-unchanged',
  step: 8,
  says: 'The second push left index.html as it was',
  apply: async (lab) => {
    await recreatePipeline(lab);
    await answerApproval(lab, await newestExecution(lab));
    const commit = await pushCommit(lab, 'Add a note', { 'NOTES.md': 'Nothing to see in the page.\n' });
    await answerApproval(lab, await executionOfCommit(lab, commit));
    return {};
  },
};
