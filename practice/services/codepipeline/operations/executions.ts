import type {
  GetPipelineExecutionInput,
  GetPipelineExecutionOutput,
  ListPipelineExecutionsInput,
  ListPipelineExecutionsOutput,
  PipelineExecutionSummary,
} from '@aws-sdk/client-codepipeline';
import type { Call } from '../../../core/world.ts';
import { succeededIn } from '../engine/rollback.ts';
import { executionNotFound } from '../errors.ts';
import type { ExecutionRecord } from '../records.ts';
import { page } from './paging.ts';
import { at, demand, type Room, refOf } from './room.ts';

/** [model] "The list of pipeline executions ... within the past 12 months." */
const oneYear = 366 * 24 * 60 * 60_000;

/** Reading a pipeline's executions. */
export function executions(room: Room) {
  const { tables } = room;
  return {
    GetPipelineExecution(
      { pipelineName, pipelineExecutionId = '' }: GetPipelineExecutionInput,
      call: Call,
    ): GetPipelineExecutionOutput {
      const ref = refOf(call, pipelineName);
      demand(room, ref);
      const execution = tables.execution(ref, pipelineExecutionId);
      if (execution === undefined) throw executionNotFound(ref, pipelineExecutionId);
      const variables = Object.entries(execution.variables);
      return {
        pipelineExecution: {
          pipelineName,
          pipelineVersion: execution.version,
          pipelineExecutionId,
          status: execution.status,
          artifactRevisions: execution.revisions.map(({ artifactName, revisionId, summary, url }) => ({
            name: artifactName,
            revisionId,
            revisionSummary: summary,
            revisionUrl: url,
          })),
          ...(variables.length === 0
            ? {}
            : { variables: variables.map(([name, resolvedValue]) => ({ name, resolvedValue })) }),
          trigger: triggerOf(execution),
          executionMode: execution.mode,
          ...typeOf(execution),
        },
      };
    },

    ListPipelineExecutions(
      { pipelineName, maxResults, nextToken, filter }: ListPipelineExecutionsInput,
      call: Call,
    ): ListPipelineExecutionsOutput {
      const ref = refOf(call, pipelineName);
      const { version } = demand(room, ref);
      const stage = filter?.succeededInStage?.stageName;
      const found = tables
        .executions(ref)
        .filter((each) => each.startTime > call.now - oneYear)
        .filter(
          (each) => stage === undefined || (each.version === version && succeededIn(tables, each, stage)),
        )
        .reverse();
      const { items, ...rest } = page(found, ({ id }) => id, { nextToken, maxResults, most: 100 });
      return { pipelineExecutionSummaries: items.map(summaryOf), ...rest };
    },
  };
}

/** What kind of execution it is, and where a rollback went back to. */
function typeOf({ rollbackTarget }: ExecutionRecord) {
  return rollbackTarget === undefined
    ? { executionType: 'STANDARD' as const }
    : {
        executionType: 'ROLLBACK' as const,
        rollbackMetadata: { rollbackTargetPipelineExecutionId: rollbackTarget },
      };
}

function triggerOf({ trigger }: ExecutionRecord) {
  return {
    triggerType: trigger.type as 'WebhookV2',
    ...(trigger.detail === '' ? {} : { triggerDetail: trigger.detail }),
  };
}

function summaryOf(execution: ExecutionRecord): PipelineExecutionSummary {
  const reason = execution.stop?.reason;
  return {
    pipelineExecutionId: execution.id,
    status: execution.status,
    startTime: at(execution.startTime),
    lastUpdateTime: at(execution.lastUpdateTime),
    sourceRevisions: execution.revisions.map(({ actionName, revisionId, summary, url }) => ({
      actionName,
      revisionId,
      revisionSummary: summary,
      revisionUrl: url,
    })),
    trigger: triggerOf(execution),
    ...(reason === undefined ? {} : { stopTrigger: { reason } }),
    executionMode: execution.mode,
    ...typeOf(execution),
  };
}
