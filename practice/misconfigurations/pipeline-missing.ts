import { definitionOf } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'pipeline-missing',
  step: 5,
  says: 'The pipeline was deleted',
  apply: async (lab) => {
    await definitionOf(lab);
    await lab.call('codepipeline', 'DeletePipeline', { name: lab.names.pipeline });
    return {};
  },
};
