import { answerApproval, newestExecution, startManually } from './changes/executions.ts';
import { pushChangedPage } from './changes/git.ts';
import { recreatePipeline, sourceOf } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'started-by-hand',
  step: 8,
  says: 'The second execution was started by hand: the push had started nothing',
  apply: async (lab) => {
    const before = await recreatePipeline(lab, (pipeline) => {
      sourceOf(pipeline).configuration.DetectChanges = 'false';
      delete pipeline.triggers;
    });
    await answerApproval(lab, await newestExecution(lab));
    await pushChangedPage(lab);
    await answerApproval(lab, await startManually(lab));
    await lab.call('codepipeline', 'UpdatePipeline', { pipeline: before });
    return {};
  },
};
