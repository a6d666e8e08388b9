import { newestExecution, waitForApproval, waitForEnd } from './changes/executions.ts';
import { letApprovalExpire } from './changes/pipeline-records.ts';
import { recreatePipeline } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'approval-expired',
  step: 6,
  says: 'The pipeline was made anew, and nobody approved its first execution in time',
  apply: async (lab) => {
    await recreatePipeline(lab);
    const id = await newestExecution(lab);
    await waitForApproval(lab, id);
    await letApprovalExpire(lab);
    await waitForEnd(lab, id);
    return {};
  },
};
