import { forgetExecutions } from './changes/history.ts';
import { definitionOf } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

/** On AWS, a pipeline that was made while its connection was pending. */
export const fault: Fault = {
  id: 'no-execution',
  step: 6,
  says: 'The pipeline never ran',
  apply: async (site) => {
    await definitionOf(site);
    forgetExecutions(site);
    return {};
  },
};
