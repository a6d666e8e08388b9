import { editPipeline, sourceOf } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'trigger-filters-branch',
  step: 5,
  says: 'A trigger was added whose filter leaves the branch out',
  apply: async (lab) => {
    await editPipeline(lab, (pipeline) => {
      const sourceActionName = sourceOf(pipeline).action.name;
      const push = [{ branches: { includes: ['release/**'] } }];
      pipeline.pipelineType = 'V2';
      pipeline.triggers = [
        { providerType: 'CodeStarSourceConnection', gitConfiguration: { sourceActionName, push } },
      ];
    });
    return {};
  },
};
