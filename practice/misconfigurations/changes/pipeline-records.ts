import { PipelineStore } from '../../services/codepipeline/pipeline-store.ts';
import type { Lab } from '../lab.ts';

/** The engine's own records of the pipeline, for changes that no API call can make. */
export function pipelineRecordsOf({ emulator, accountId, region, names }: Lab) {
  return {
    pipelineStore: new PipelineStore(emulator.store),
    ref: { accountId, region, pipelineName: names.pipeline },
  };
}

/** Expires the waiting approval. */
export async function letApprovalExpire(lab: Lab): Promise<void> {
  const { pipelineStore, ref } = pipelineRecordsOf(lab);
  const expires = lab.emulator.clock.now() - 1000;
  for (const run of pipelineStore.actions(ref))
    if (run.status === 'InProgress' && run.approval !== undefined)
      pipelineStore.putAction({ ...run, approval: { ...run.approval, expires } });
  // Any call that reads the pipeline makes the engine expire its approvals.
  await lab.call('codepipeline', 'GetPipelineState', { name: lab.names.pipeline });
}

/** Resets the pipeline to one that has never run: keeps its definition and deletes its executions. */
export function forgetExecutions(lab: Lab): void {
  const { pipelineStore, ref } = pipelineRecordsOf(lab);
  const record = pipelineStore.pipeline(ref);
  const definition = record && pipelineStore.definition(ref, record.version);
  if (record === undefined || definition === undefined) return;
  pipelineStore.deletePipeline(ref);
  pipelineStore.putDefinition(ref, definition, record.updated);
  pipelineStore.putPipeline({ ...record, started: 0 });
}
