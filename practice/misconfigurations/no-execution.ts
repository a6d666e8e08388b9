import { forgetExecutions } from './changes/pipeline-records.ts';
import { definitionOf } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

/** On AWS, a pipeline that was made while its connection was pending. */
export const misconfiguration: Misconfiguration = {
  id: 'no-execution',
  step: 6,
  says: 'The pipeline never ran',
  apply: async (lab) => {
    await definitionOf(lab);
    forgetExecutions(lab);
    return {};
  },
};
