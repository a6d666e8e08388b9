import { editPipeline, sourceOf } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'wrong-branch',
  step: 5,
  says: 'The source action takes another branch',
  apply: async (site) => {
    await editPipeline(site, (pipeline) => {
      sourceOf(pipeline).configuration.BranchName = 'develop';
    });
    return {};
  },
};
