import { Tables } from '../../services/codepipeline/tables.ts';
import type { Site } from '../site.ts';

/** The engine's own records of the pipeline: for what time does, and no call can. */
export function recordsOf({ world, accountId, region, names }: Site) {
  return { tables: new Tables(world.store), ref: { accountId, region, pipelineName: names.pipeline } };
}

/** The approval that waits has waited too long. */
export async function letApprovalExpire(site: Site): Promise<void> {
  const { tables, ref } = recordsOf(site);
  const expires = site.world.clock.now() - 1000;
  for (const run of tables.actions(ref))
    if (run.status === 'InProgress' && run.approval !== undefined)
      tables.putAction({ ...run, approval: { ...run.approval, expires } });
  // Whoever looks at a pipeline makes it notice the time.
  await site.call('codepipeline', 'GetPipelineState', { name: site.names.pipeline });
}

/** The pipeline as one that never ran: its definition stays, its executions are gone. */
export function forgetExecutions(site: Site): void {
  const { tables, ref } = recordsOf(site);
  const record = tables.pipeline(ref);
  const definition = record && tables.definition(ref, record.version);
  if (record === undefined || definition === undefined) return;
  tables.deletePipeline(ref);
  tables.putDefinition(ref, definition, record.updated);
  tables.putPipeline({ ...record, started: 0 });
}
