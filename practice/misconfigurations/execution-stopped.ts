import { newestExecution, waitForApproval, waitForEnd } from './changes/executions.ts';
import { recreatePipeline } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'execution-stopped',
  step: 6,
  says: 'The pipeline was made anew, and its only execution was stopped',
  apply: async (lab) => {
    await recreatePipeline(lab);
    const pipelineExecutionId = await newestExecution(lab);
    await waitForApproval(lab, pipelineExecutionId);
    await lab.call('codepipeline', 'StopPipelineExecution', {
      pipelineName: lab.names.pipeline,
      pipelineExecutionId,
      abandon: true,
      reason: 'Not today',
    });
    await waitForEnd(lab, pipelineExecutionId);
    return {};
  },
};
