import { answer, newest } from './changes/executions.ts';
import { remakePipeline } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'approval-rejected',
  step: 6,
  says: 'The pipeline was made anew, and its first execution was rejected',
  apply: async (site) => {
    await remakePipeline(site);
    await answer(site, await newest(site), 'Rejected');
    return {};
  },
};
