import { defined } from '../../../core/defined.ts';
import type { ActionOutcome } from '../actions/provider.ts';
import type { Action } from '../definition/definition.ts';
import type { PipelineStore } from '../pipeline-store.ts';
import type { ActionExecutionRecord } from '../records.ts';

/** The members of an action's record that are known only when the action starts to run. */
export type Prepared = Pick<ActionExecutionRecord, 'resolvedConfiguration' | 'outputArtifacts' | 'entityUrl'>;

/**
 * Records how an action ended. An action that was abandoned meanwhile, or whose pipeline was deleted, is left
 * unchanged. The artifacts, variables and revision of an action that succeeded are added to the execution.
 */
export function finish(
  pipelineStore: PipelineStore,
  run: ActionExecutionRecord,
  action: Action,
  prepared: Prepared,
  outcome: ActionOutcome,
  now: number,
): void {
  const record = pipelineStore.action(run, run.id);
  const execution = pipelineStore.execution(run, run.executionId);
  if (record?.status !== 'InProgress' || execution === undefined) return;
  const { approval, ...updated } = { ...record, ...prepared, lastUpdateTime: now };
  if (outcome.status === 'Waiting') {
    const { token, expires } = outcome;
    pipelineStore.putAction({ ...updated, lastUpdateTime: now, approval: { token, expires } });
    return;
  }
  const { summary, externalExecutionId } = outcome;
  const shared = {
    ...updated,
    ...defined({ summary, externalExecutionId }),
  };
  if (outcome.status === 'Failed') {
    // A failed action has no output artifacts.
    pipelineStore.putAction({ ...shared, status: 'Failed', outputArtifacts: [], error: outcome.error });
    return;
  }
  const { externalExecutionUrl, outputVariables = {}, revision } = outcome;
  pipelineStore.putAction({
    ...shared,
    status: 'Succeeded',
    outputVariables,
    ...defined({ externalExecutionUrl }),
    ...(revision === undefined ? {} : { revision: { id: revision.revisionId, url: revision.url } }),
  });
  const produced = prepared.outputArtifacts.map(({ name, bucket, key }) => [name, { bucket, key }]);
  const others = execution.revisions.filter(({ actionName }) => actionName !== action.name);
  pipelineStore.putExecution({
    ...execution,
    lastUpdateTime: now,
    artifacts: { ...execution.artifacts, ...Object.fromEntries(produced) },
    outputs:
      action.namespace === undefined
        ? execution.outputs
        : { ...execution.outputs, [action.namespace]: outputVariables },
    revisions: revision === undefined ? others : [...others, { actionName: action.name, ...revision }],
  });
}
