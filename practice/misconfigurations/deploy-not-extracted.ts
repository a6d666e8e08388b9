import { deployOf, editPipeline } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'deploy-not-extracted',
  step: 5,
  says: 'The deploy action puts the zip as it is',
  apply: async (lab) => {
    await editPipeline(lab, (pipeline) => {
      Object.assign(deployOf(pipeline).configuration, { Extract: 'false', ObjectKey: 'site.zip' });
    });
    return {};
  },
};
