import { editPipeline, sourceOf } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'wrong-branch',
  step: 5,
  says: 'The source action takes another branch',
  apply: async (lab) => {
    await editPipeline(lab, (pipeline) => {
      sourceOf(pipeline).configuration.BranchName = 'develop';
    });
    return {};
  },
};
