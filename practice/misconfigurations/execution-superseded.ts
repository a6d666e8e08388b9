import { atApproval, ended, inFront, newest, startByHand } from './changes/executions.ts';
import { remakePipeline } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'execution-superseded',
  step: 6,
  says: 'While an execution waits for approval, two more came: the newest overtook the other',
  apply: async (site) => {
    await remakePipeline(site);
    await atApproval(site, await newest(site));
    const overtaken = await startByHand(site);
    await inFront(site, overtaken);
    await startByHand(site);
    await ended(site, overtaken);
    return {};
  },
};
