import { deployOf, editPipeline } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'deploy-prefix',
  step: 5,
  says: 'The deploy action puts a folder in front of every file',
  apply: async (lab) => {
    await editPipeline(lab, (pipeline) => {
      deployOf(pipeline).configuration.ObjectKey = 'site';
    });
    return {};
  },
};
