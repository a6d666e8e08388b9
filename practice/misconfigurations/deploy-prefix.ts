import { deployOf, editPipeline } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'deploy-prefix',
  step: 5,
  says: 'The deploy action puts a folder in front of every file',
  apply: async (site) => {
    await editPipeline(site, (pipeline) => {
      deployOf(pipeline).configuration.ObjectKey = 'site';
    });
    return {};
  },
};
