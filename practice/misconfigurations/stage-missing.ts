import { deployOf, editPipeline, without } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'stage-missing',
  step: 5,
  says: 'The deploy stage was deleted',
  apply: async (site) => {
    await editPipeline(site, (pipeline) => {
      without(pipeline, deployOf(pipeline).stage);
    });
    return {};
  },
};
