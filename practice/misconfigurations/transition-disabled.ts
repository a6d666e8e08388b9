import { definitionOf, deployOf } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'transition-disabled',
  step: 5,
  says: 'The transition into the deploy stage was disabled',
  apply: async (lab) => {
    const { stage } = deployOf(await definitionOf(lab));
    await lab.call('codepipeline', 'DisableStageTransition', {
      pipelineName: lab.names.pipeline,
      stageName: stage.name,
      transitionType: 'Inbound',
      reason: 'Nothing goes live on a Friday',
    });
    return {};
  },
};
