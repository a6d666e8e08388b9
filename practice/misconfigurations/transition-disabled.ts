import { definitionOf, deployOf } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'transition-disabled',
  step: 5,
  says: 'The transition into the deploy stage was disabled',
  apply: async (site) => {
    const { stage } = deployOf(await definitionOf(site));
    await site.call('codepipeline', 'DisableStageTransition', {
      pipelineName: site.names.pipeline,
      stageName: stage.name,
      transitionType: 'Inbound',
      reason: 'Nothing goes live on a Friday',
    });
    return {};
  },
};
