import { approvalOf, editPipeline, removeStage } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'stage-order',
  step: 5,
  says: 'The approval stage was moved behind the deploy stage',
  apply: async (lab) => {
    await editPipeline(lab, (pipeline) => {
      const stage = removeStage(pipeline, approvalOf(pipeline).stage);
      pipeline.stages.push(stage);
    });
    return {};
  },
};
