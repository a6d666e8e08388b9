import { newestExecution, waitForEnd } from './changes/executions.ts';
import { approvalOf, recreatePipeline, removeStage } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

/** Like a pipeline that was created in the console: the approval stage was added after the first execution. */
export const misconfiguration: Misconfiguration = {
  id: 'deployed-unapproved',
  step: 6,
  says: 'The pipeline ran before it had its approval stage',
  apply: async (lab) => {
    const before = await recreatePipeline(lab, (pipeline) =>
      removeStage(pipeline, approvalOf(pipeline).stage),
    );
    await waitForEnd(lab, await newestExecution(lab));
    await lab.call('codepipeline', 'UpdatePipeline', { pipeline: before });
    return {};
  },
};
