import { deployOf, editPipeline, sourceOf } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'deploy-artifact-other',
  step: 5,
  says: 'The deploy action takes the artifact of another source action',
  apply: async (site) => {
    await editPipeline(site, (pipeline) => {
      const { stage, action } = sourceOf(pipeline);
      const outputArtifacts = [{ name: 'OtherArtifact' }];
      const { namespace: _, ...twin } = action;
      stage.actions.push({ ...structuredClone(twin), name: 'OtherSource', outputArtifacts });
      deployOf(pipeline).action.inputArtifacts = outputArtifacts;
    });
    return {};
  },
};
