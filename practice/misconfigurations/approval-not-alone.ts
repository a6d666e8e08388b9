import { approvalOf, deployOf, editPipeline, removeStage } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'approval-not-alone',
  step: 5,
  says: 'The approval was moved into the deploy stage, beside the deploy action',
  apply: async (lab) => {
    await editPipeline(lab, (pipeline) => {
      const { stage, action } = approvalOf(pipeline);
      removeStage(pipeline, stage);
      deployOf(pipeline).stage.actions.push(action);
    });
    return {};
  },
};
