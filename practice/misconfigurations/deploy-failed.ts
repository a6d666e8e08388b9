import { answerApproval, newestExecution } from './changes/executions.ts';
import { deployOf, recreatePipeline } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

/** Restores the definition afterward, so that only the failed execution remains. */
export const misconfiguration: Misconfiguration = {
  id: 'deploy-failed',
  step: 6,
  says: 'The pipeline was made anew, and the deploy of its only execution failed',
  apply: async (lab) => {
    const before = await recreatePipeline(lab, (pipeline) => {
      const { configuration } = deployOf(pipeline);
      configuration.Extract = 'false';
      delete configuration.ObjectKey;
    });
    await answerApproval(lab, await newestExecution(lab));
    await lab.call('codepipeline', 'UpdatePipeline', { pipeline: before });
    return {};
  },
};
