import { forgetExecutions } from './changes/pipeline-records.ts';
import { definitionOf } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

/** On AWS, this happens to a pipeline that was created while its connection was PENDING. */
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
