import { ended, newest } from './changes/executions.ts';
import { remakePipeline, sourceOf } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

/** The definition is put right again: what is left is the execution that failed. */
export const fault: Fault = {
  id: 'source-failed',
  step: 6,
  says: 'The pipeline was made anew, and its only execution failed at the source',
  apply: async (site) => {
    const before = await remakePipeline(site, (pipeline) => {
      sourceOf(pipeline).configuration.BranchName = 'no-such-branch';
    });
    await ended(site, await newest(site));
    await site.call('codepipeline', 'UpdatePipeline', { pipeline: before });
    return {};
  },
};
