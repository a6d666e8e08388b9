import { deployOf, editPipeline, removeStage } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'stage-missing',
  step: 5,
  says: 'The deploy stage was deleted',
  apply: async (lab) => {
    await editPipeline(lab, (pipeline) => {
      removeStage(pipeline, deployOf(pipeline).stage);
    });
    return {};
  },
};
