import { newestExecution, waitForEnd } from './changes/executions.ts';
import { recreatePipeline, sourceOf } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

/** Restores the definition afterward, so that only the failed execution remains. */
export const misconfiguration: Misconfiguration = {
  id: 'source-failed',
  step: 6,
  says: 'The pipeline was made anew, and its only execution failed at the source',
  apply: async (lab) => {
    const before = await recreatePipeline(lab, (pipeline) => {
      sourceOf(pipeline).configuration.BranchName = 'no-such-branch';
    });
    await waitForEnd(lab, await newestExecution(lab));
    await lab.call('codepipeline', 'UpdatePipeline', { pipeline: before });
    return {};
  },
};
