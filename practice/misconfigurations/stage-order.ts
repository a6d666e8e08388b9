import { approvalOf, editPipeline, without } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'stage-order',
  step: 5,
  says: 'The approval stage was moved behind the deploy stage',
  apply: async (site) => {
    await editPipeline(site, (pipeline) => {
      const stage = without(pipeline, approvalOf(pipeline).stage);
      pipeline.stages.push(stage);
    });
    return {};
  },
};
