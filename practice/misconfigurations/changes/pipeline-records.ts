import { PipelineStore } from '../../services/codepipeline/pipeline-store.ts';
import type { Lab } from '../lab.ts';

/** The engine's own records of the pipeline: for what time does, and no call can. */
export function pipelineRecordsOf({ emulator, accountId, region, names }: Lab) {
  return {
    pipelineStore: new PipelineStore(emulator.store),
    ref: { accountId, region, pipelineName: names.pipeline },
  };
}

/** The approval that waits has waited too long. */
export async function letApprovalExpire(lab: Lab): Promise<void> {
  const { pipelineStore, ref } = pipelineRecordsOf(lab);
  const expires = lab.emulator.clock.now() - 1000;
  for (const run of pipelineStore.actions(ref))
    if (run.status === 'InProgress' && run.approval !== undefined)
      pipelineStore.putAction({ ...run, approval: { ...run.approval, expires } });
  // Whoever looks at a pipeline makes it notice the time.
  await lab.call('codepipeline', 'GetPipelineState', { name: lab.names.pipeline });
}

/** The pipeline as one that never ran: its definition stays, its executions are gone. */
export function forgetExecutions(lab: Lab): void {
  const { pipelineStore, ref } = pipelineRecordsOf(lab);
  const record = pipelineStore.pipeline(ref);
  const definition = record && pipelineStore.definition(ref, record.version);
  if (record === undefined || definition === undefined) return;
  pipelineStore.deletePipeline(ref);
  pipelineStore.putDefinition(ref, definition, record.updated);
  pipelineStore.putPipeline({ ...record, started: 0 });
}
