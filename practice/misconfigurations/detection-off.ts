import { editPipeline, sourceOf } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'detection-off',
  step: 5,
  says: 'Change detection was turned off',
  apply: async (site) => {
    await editPipeline(site, (pipeline) => {
      delete pipeline.triggers;
      sourceOf(pipeline).configuration.DetectChanges = 'false';
    });
    return {};
  },
};
