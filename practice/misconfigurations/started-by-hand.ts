import { answer, newest, startByHand } from './changes/executions.ts';
import { pushChangedPage } from './changes/git.ts';
import { remakePipeline, sourceOf } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'started-by-hand',
  step: 8,
  says: 'The second execution was started by hand: the push had started nothing',
  apply: async (site) => {
    const before = await remakePipeline(site, (pipeline) => {
      sourceOf(pipeline).configuration.DetectChanges = 'false';
      delete pipeline.triggers;
    });
    await answer(site, await newest(site));
    await pushChangedPage(site);
    await answer(site, await startByHand(site));
    await site.call('codepipeline', 'UpdatePipeline', { pipeline: before });
    return {};
  },
};
