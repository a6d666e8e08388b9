import { answer, newest } from './changes/executions.ts';
import { remakePipeline } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'no-second-execution',
  step: 8,
  says: 'The pipeline was made anew and ran once; nothing was pushed since',
  apply: async (site) => {
    await remakePipeline(site);
    await answer(site, await newest(site));
    return {};
  },
};
