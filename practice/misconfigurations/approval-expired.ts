import { atApproval, ended, newest } from './changes/executions.ts';
import { letApprovalExpire } from './changes/history.ts';
import { remakePipeline } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'approval-expired',
  step: 6,
  says: 'The pipeline was made anew, and nobody approved its first execution in time',
  apply: async (site) => {
    await remakePipeline(site);
    const id = await newest(site);
    await atApproval(site, id);
    await letApprovalExpire(site);
    await ended(site, id);
    return {};
  },
};
