import {
  newestExecution,
  startManually,
  waitForApproval,
  waitForEnd,
  waitForInboundExecution,
} from './changes/executions.ts';
import { recreatePipeline } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'execution-superseded',
  step: 6,
  says: 'While an execution waits for approval, two more came: the newest overtook the other',
  apply: async (lab) => {
    await recreatePipeline(lab);
    await waitForApproval(lab, await newestExecution(lab));
    const supersededId = await startManually(lab);
    await waitForInboundExecution(lab, supersededId);
    await startManually(lab);
    await waitForEnd(lab, supersededId);
    return {};
  },
};
