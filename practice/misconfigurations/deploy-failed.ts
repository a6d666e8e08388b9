import { answer, newest } from './changes/executions.ts';
import { deployOf, remakePipeline } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

/** The definition is put right again: what is left is the execution that failed. */
export const fault: Fault = {
  id: 'deploy-failed',
  step: 6,
  says: 'The pipeline was made anew, and the deploy of its only execution failed',
  apply: async (site) => {
    const before = await remakePipeline(site, (pipeline) => {
      const { configuration } = deployOf(pipeline);
      configuration.Extract = 'false';
      delete configuration.ObjectKey;
    });
    await answer(site, await newest(site));
    await site.call('codepipeline', 'UpdatePipeline', { pipeline: before });
    return {};
  },
};
