import { editPipeline, sourceOf } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'detection-off',
  step: 5,
  says: 'Change detection was turned off',
  apply: async (lab) => {
    await editPipeline(lab, (pipeline) => {
      delete pipeline.triggers;
      sourceOf(pipeline).configuration.DetectChanges = 'false';
    });
    return {};
  },
};
