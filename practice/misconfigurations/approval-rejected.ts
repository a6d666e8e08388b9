import { answerApproval, newestExecution } from './changes/executions.ts';
import { recreatePipeline } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'approval-rejected',
  step: 6,
  says: 'The pipeline was made anew, and its first execution was rejected',
  apply: async (lab) => {
    await recreatePipeline(lab);
    await answerApproval(lab, await newestExecution(lab), 'Rejected');
    return {};
  },
};
