import { atApproval, newest } from './changes/executions.ts';
import { remakePipeline } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'approval-pending',
  step: 6,
  says: 'The pipeline was made anew, and its first execution waits for approval',
  apply: async (site) => {
    await remakePipeline(site);
    await atApproval(site, await newest(site));
    return {};
  },
};
