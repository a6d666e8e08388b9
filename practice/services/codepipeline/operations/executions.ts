import type { PipelineExecutionSummary } from '@aws-sdk/client-codepipeline';
import { succeededIn } from '../engine/rollback.ts';
import { executionNotFound } from '../errors.ts';
import type { ExecutionRecord } from '../records.ts';
import { page } from './paging.ts';
import { pipelinePermissions } from './permissions.ts';
import type { CodePipelineOperations } from './service-context.ts';
import { pipelineRef, requirePipeline, type ServiceContext, toDate } from './service-context.ts';

/** [model] "The list of pipeline executions ... within the past 12 months." */
const oneYear = 366 * 24 * 60 * 60_000;

/** The operations that read a pipeline's executions. */
export function executions(context: ServiceContext) {
  const { pipelineStore } = context;
  return {
    GetPipelineExecution: {
      permissions: ({ pipelineName }, call) => pipelinePermissions(pipelineStore, call, pipelineName),
      run({ pipelineName, pipelineExecutionId = '' }, call) {
        const ref = pipelineRef(call, pipelineName);
        requirePipeline(context, ref);
        const execution = pipelineStore.execution(ref, pipelineExecutionId);
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
    },

    ListPipelineExecutions: {
      permissions: ({ pipelineName }, call) => pipelinePermissions(pipelineStore, call, pipelineName),
      run({ pipelineName, maxResults, nextToken, filter }, call) {
        const ref = pipelineRef(call, pipelineName);
        const { version } = requirePipeline(context, ref);
        const stage = filter?.succeededInStage?.stageName;
        const found = pipelineStore
          .executions(ref)
          .filter((each) => each.startTime > call.now - oneYear)
          .filter(
            (each) =>
              stage === undefined || (each.version === version && succeededIn(pipelineStore, each, stage)),
          )
          .reverse();
        const { items, ...rest } = page(found, ({ id }) => id, { nextToken, maxResults, maxPageSize: 100 });
        return { pipelineExecutionSummaries: items.map(summaryOf), ...rest };
      },
    },
  } satisfies CodePipelineOperations;
}

/** The execution's type, and the target of a rollback. */
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
    startTime: toDate(execution.startTime),
    lastUpdateTime: toDate(execution.lastUpdateTime),
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
