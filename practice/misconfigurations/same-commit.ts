import { answer, newest, startByHand } from './changes/executions.ts';
import { remakePipeline } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'same-commit',
  step: 8,
  says: 'The same commit was released twice',
  apply: async (site) => {
    await remakePipeline(site);
    await answer(site, await newest(site));
    await answer(site, await startByHand(site));
    return {};
  },
};
