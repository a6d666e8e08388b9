import { editPipeline, sourceOf } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'trigger-filters-branch',
  step: 5,
  says: 'A trigger was added whose filter leaves the branch out',
  apply: async (site) => {
    await editPipeline(site, (pipeline) => {
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
