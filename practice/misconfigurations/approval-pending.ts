import { newestExecution, waitForApproval } from './changes/executions.ts';
import { recreatePipeline } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'approval-pending',
  step: 6,
  says: 'The pipeline was made anew, and its first execution waits for approval',
  apply: async (lab) => {
    await recreatePipeline(lab);
    await waitForApproval(lab, await newestExecution(lab));
    return {};
  },
};
