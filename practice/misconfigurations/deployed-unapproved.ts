import { ended, newest } from './changes/executions.ts';
import { approvalOf, remakePipeline, without } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

/** As a pipeline made by the console: the gate came after the first run. */
export const fault: Fault = {
  id: 'deployed-unapproved',
  step: 6,
  says: 'The pipeline ran before it had its approval stage',
  apply: async (site) => {
    const before = await remakePipeline(site, (pipeline) => without(pipeline, approvalOf(pipeline).stage));
    await ended(site, await newest(site));
    await site.call('codepipeline', 'UpdatePipeline', { pipeline: before });
    return {};
  },
};
