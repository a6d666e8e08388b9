import { answerApproval, newestExecution } from './changes/executions.ts';
import { recreatePipeline } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'no-second-execution',
  step: 8,
  says: 'The pipeline was made anew and ran once; nothing was pushed since',
  apply: async (lab) => {
    await recreatePipeline(lab);
    await answerApproval(lab, await newestExecution(lab));
    return {};
  },
};
