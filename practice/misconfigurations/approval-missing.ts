import { approvalOf, editPipeline, without } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'approval-missing',
  step: 5,
  says: 'The approval stage was deleted',
  apply: async (site) => {
    await editPipeline(site, (pipeline) => {
      without(pipeline, approvalOf(pipeline).stage);
    });
    return {};
  },
};
