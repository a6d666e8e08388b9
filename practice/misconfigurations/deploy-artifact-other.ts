import { deployOf, editPipeline, sourceOf } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'deploy-artifact-other',
  step: 5,
  says: 'The deploy action takes the artifact of another source action',
  apply: async (lab) => {
    await editPipeline(lab, (pipeline) => {
      const { stage, action } = sourceOf(pipeline);
      const outputArtifacts = [{ name: 'OtherArtifact' }];
      const { namespace: _, ...sourceAction } = action;
      stage.actions.push({ ...structuredClone(sourceAction), name: 'OtherSource', outputArtifacts });
      deployOf(pipeline).action.inputArtifacts = outputArtifacts;
    });
    return {};
  },
};
