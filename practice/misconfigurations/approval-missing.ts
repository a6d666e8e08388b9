import { approvalOf, editPipeline, removeStage } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'approval-missing',
  step: 5,
  says: 'The approval stage was deleted',
  apply: async (lab) => {
    await editPipeline(lab, (pipeline) => {
      removeStage(pipeline, approvalOf(pipeline).stage);
    });
    return {};
  },
};
