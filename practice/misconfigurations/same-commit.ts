import { answerApproval, newestExecution, startManually } from './changes/executions.ts';
import { recreatePipeline } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'same-commit',
  step: 8,
  says: 'The same commit was released twice',
  apply: async (lab) => {
    await recreatePipeline(lab);
    await answerApproval(lab, await newestExecution(lab));
    await answerApproval(lab, await startManually(lab));
    return {};
  },
};
