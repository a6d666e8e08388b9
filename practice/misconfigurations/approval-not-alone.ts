import { approvalOf, deployOf, editPipeline, without } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'approval-not-alone',
  step: 5,
  says: 'The approval was moved into the deploy stage, beside the deploy action',
  apply: async (site) => {
    await editPipeline(site, (pipeline) => {
      const { stage, action } = approvalOf(pipeline);
      without(pipeline, stage);
      deployOf(pipeline).stage.actions.push(action);
    });
    return {};
  },
};
