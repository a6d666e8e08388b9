import { deployOf, editPipeline } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'deploy-not-extracted',
  step: 5,
  says: 'The deploy action puts the zip as it is',
  apply: async (site) => {
    await editPipeline(site, (pipeline) => {
      Object.assign(deployOf(pipeline).configuration, { Extract: 'false', ObjectKey: 'site.zip' });
    });
    return {};
  },
};
