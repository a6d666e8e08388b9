import { definitionOf } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'pipeline-missing',
  step: 5,
  says: 'The pipeline was deleted',
  apply: async (site) => {
    await definitionOf(site);
    await site.call('codepipeline', 'DeletePipeline', { name: site.names.pipeline });
    return {};
  },
};
