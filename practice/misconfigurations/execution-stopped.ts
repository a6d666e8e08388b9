import { atApproval, ended, newest } from './changes/executions.ts';
import { remakePipeline } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'execution-stopped',
  step: 6,
  says: 'The pipeline was made anew, and its only execution was stopped',
  apply: async (site) => {
    await remakePipeline(site);
    const pipelineExecutionId = await newest(site);
    await atApproval(site, pipelineExecutionId);
    await site.call('codepipeline', 'StopPipelineExecution', {
      pipelineName: site.names.pipeline,
      pipelineExecutionId,
      abandon: true,
      reason: 'Not today',
    });
    await ended(site, pipelineExecutionId);
    return {};
  },
};
